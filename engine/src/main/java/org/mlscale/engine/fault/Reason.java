package org.mlscale.engine.fault;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Why a file could not be read or written, in words: what Java gives is often no more than the file's name. */
public final class Reason {
    private Reason() {}

    public static String of(IOException failed) {
        return switch (failed) {
            case NoSuchFileException missing -> missing(Path.of(missing.getFile()));
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException there -> there.getFile() + " is a file";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(failed.getMessage());
        };
    }

    private static String missing(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return directory == null || Files.isDirectory(directory)
                ? "there is no " + file
                : "there is no directory " + directory;
    }
}
