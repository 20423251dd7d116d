package org.mlscale.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mlscale.engine.fault.Fault;
import picocli.CommandLine.Option;

/** Where what memory has no room for may lie, and what can be read only once. */
final class TmpOption {
    private static final List<String> VARIABLES = List.of("MLSCALE_TMP", "SLURM_TMPDIR");
    private static final Path USUAL = Path.of("/var/tmp");

    /** File systems that are memory, and such as are at the other end of a network. */
    private static final Set<String> MEMORY = Set.of("tmpfs", "ramfs", "devtmpfs");

    private static final Set<String> REMOTE = Set.of(
            "nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "lustre", "ceph", "gpfs", "beegfs");

    /** Less room than this is none. */
    private static final long ROOM_MIN = 1L << 30;

    @Option(
            names = "--tmp",
            paramLabel = "DIR",
            description =
                    "Where the cells go that memory has no room for, and what comes from stdin. Default: the first of"
                            + " $MLSCALE_TMP, $SLURM_TMPDIR and /var/tmp that is on a local disk with room.")
    @Nullable
    Path directory;

    /** Checks what was typed: what would be a pity to find out after an hour. */
    void check() {
        if (directory != null && !usable(directory)) {
            throw Fault.usage(
                    "--tmp %s is no directory that can be written to".formatted(directory), "mkdir -p " + directory);
        }
    }

    /**
     * The one that was named, or the best of the usual ones: a local disk before a remote one, either before memory; with room before without.
     *
     * @throws Fault RESOURCES if there is none that can be written to
     */
    Path directory() {
        return directory != null ? directory : best(System.getenv(), USUAL);
    }

    static Path best(Map<String, String> environment, Path usual) {
        return Stream.concat(
                        VARIABLES.stream()
                                .flatMap(name -> Optional.ofNullable(environment.get(name)).stream())
                                .filter(value -> !value.isEmpty())
                                .map(Path::of),
                        Stream.of(usual))
                .filter(TmpOption::usable)
                .min(Comparator.comparingInt(TmpOption::badness)) // the first of equals
                .orElseThrow(() -> Fault.resources(
                        "there is no directory for temporary files that can be written to", "--tmp DIR"));
    }

    private static boolean usable(Path directory) {
        return Files.isDirectory(directory) && Files.isWritable(directory);
    }

    private static int badness(Path directory) {
        try {
            var store = Files.getFileStore(directory);
            int kind = MEMORY.contains(store.type()) ? 4 : REMOTE.contains(store.type()) ? 2 : 0;
            return kind + (store.getUsableSpace() < ROOM_MIN ? 1 : 0);
        } catch (IOException unknown) {
            return 5; // whoever writes there will be told why
        }
    }
}
