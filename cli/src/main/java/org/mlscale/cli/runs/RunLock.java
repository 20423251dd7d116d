package org.mlscale.cli.runs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Reason;

/**
 * Held by the process that works in a run's directory. It is the system's lock on the file, not the file: so it goes when the process dies,
 * however that was, and on a shared disk it holds between hosts. What the file says, host and process, is for people.
 */
final class RunLock implements AutoCloseable {
    static final String NAME = "lock";

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock of a directory that is there.
     *
     * @throws Fault RESOURCES if another process holds it: when that has ended, the same command line will do
     */
    static RunLock take(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(channel, directory)) {
            channel.close();
            String holder = Files.readString(file).strip();
            throw Fault.resources(
                    "the run directory %s is in use by %s"
                            .formatted(directory, holder.isEmpty() ? "another process" : holder),
                    "wait until it has ended, or --run-dir with a new name");
        }
        channel.truncate(0);
        String holder = "process %d on %s\n"
                .formatted(
                        ProcessHandle.current().pid(),
                        System.getProperty("mlscale.host", "this machine")); // Java itself would ask the network
        channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
        return new RunLock(channel);
    }

    private static boolean locked(FileChannel channel, Path directory) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return false;
        } catch (IOException noLocks) {
            channel.close();
            throw Fault.resources(
                            "the run directory %s cannot be locked: %s".formatted(directory, Reason.of(noLocks)),
                            "--run-dir DIR on a disk whose files can be locked")
                    .because(noLocks);
        }
    }

    /** The file stays: were it removed, two others could hold locks on two files of one name. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException harmless) {
            return; // the system lets go of it when the process ends
        }
    }
}
