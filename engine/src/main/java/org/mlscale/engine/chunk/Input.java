package org.mlscale.engine.chunk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.mlscale.engine.fault.Fault;
import org.mlscale.engine.fault.Location;
import org.mlscale.engine.fault.Nearest;

/** The files that make one table, in the order in which they are read. */
public record Input(List<Source> sources) {
    public static final String STDIN = "-";

    public Input {
        sources = List.copyOf(sources);
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("an input without a source");
        }
    }

    /**
     * Finds what {@code names} name: files, pipes, globs (files that match, in the order of their names) or {@code -} for {@code stdin}.
     *
     * @throws Fault USAGE or DATA if a name finds nothing, or a directory
     */
    public static Input of(List<String> names, InputStream stdin, Charset encoding) {
        if (names.stream().filter(STDIN::equals).count() > 1) {
            throw Fault.usage("stdin (-) is named twice", "name it once");
        }
        List<Source> sources = new ArrayList<>();
        Set<Path> seen = new HashSet<>();
        for (String name : names) {
            if (name.equals(STDIN)) {
                sources.add(Source.stream("stdin", stdin, encoding));
            } else {
                for (Path path : files(name)) {
                    if (!seen.add(real(path))) {
                        throw Fault.usage(
                                "%s is named twice".formatted(path), "name each file once: its rows would count twice");
                    }
                    sources.add(Source.file(path.toString(), path, encoding));
                }
            }
        }
        return new Input(sources);
    }

    /** Bytes on disk, still packed; 0 for what comes from stdin or a pipe. */
    public long size() {
        return sources.stream().mapToLong(Source::size).sum();
    }

    /** Bytes taken so far, still packed, by whoever reads it. */
    public long bytesRead() {
        return sources.stream().mapToLong(Source::bytesRead).sum();
    }

    /** {@code big.csv}, or {@code 12 files (part-00.csv … part-11.csv)}. */
    public String describe() {
        return sources.size() == 1
                ? sources.getFirst().name()
                : "%d files (%s … %s)"
                        .formatted(
                                sources.size(),
                                sources.getFirst().name(),
                                sources.getLast().name());
    }

    /** One path for all names of a file. A pipe that a shell calls /dev/fd/63 leads nowhere, nor does a file that is open and has no name. */
    private static Path real(Path path) {
        try {
            return Files.isRegularFile(path) ? path.toRealPath() : path.toAbsolutePath();
        } catch (NoSuchFileException unnamed) {
            return path.toAbsolutePath();
        } catch (IOException gone) {
            throw Source.unreadable(path.toString(), gone);
        }
    }

    /** True if a file is part of both. */
    public boolean overlaps(Input other) {
        return sources.stream()
                .flatMap(source -> source.path().stream())
                .map(Input::real)
                .anyMatch(path -> other.sources.stream()
                        .flatMap(source -> source.path().stream())
                        .anyMatch(theirs -> real(theirs).equals(path)));
    }

    private static List<Path> files(String name) {
        Path path = Path.of(name);
        if (Files.isDirectory(path)) {
            throw Fault.data(
                    "this is a directory, not a table",
                    Location.of(name),
                    "name the files in it: '%s'".formatted(path.resolve("*.csv")));
        }
        if (Files.exists(path)) {
            return List.of(path);
        }
        Optional<PathMatcher> matcher = matcher(String.valueOf(path.getFileName()));
        if (matcher.isPresent()) {
            return glob(path, matcher.get());
        }
        throw Fault.data("there is no such file", Location.of(name), missingHint(path));
    }

    /** What a name with wildcards matches; a bracket that is not closed is none. */
    private static Optional<PathMatcher> matcher(String name) {
        try {
            boolean wild = name.contains("*") || name.contains("?") || name.contains("[");
            return wild ? Optional.of(FileSystems.getDefault().getPathMatcher("glob:" + name)) : Optional.empty();
        } catch (PatternSyntaxException plain) {
            return Optional.empty();
        }
    }

    private static List<Path> glob(Path pattern, PathMatcher matcher) {
        Path directory = pattern.getParent() == null ? Path.of("") : pattern.getParent();
        if (!Files.isDirectory(directory)) {
            throw Fault.data(
                    "there is no such directory",
                    Location.of(directory.toString()),
                    "check the path; wildcards work in its last part");
        }
        List<Path> matches = list(directory).stream()
                .filter(path -> matcher.matches(path.getFileName()) && Files.isRegularFile(path))
                .filter(path -> !path.getFileName().toString().startsWith(".")
                        || pattern.getFileName().toString().startsWith("."))
                .toList();
        if (matches.isEmpty()) {
            throw Fault.data(
                    "no file matches",
                    Location.of(pattern.toString()),
                    "ls " + (directory.toString().isEmpty() ? "." : directory));
        }
        return matches;
    }

    private static String missingHint(Path path) {
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            return "check the path: there is no directory " + directory;
        }
        List<String> names = list(directory).stream()
                .map(file -> file.getFileName().toString())
                .toList();
        return Nearest.to(String.valueOf(path.getFileName()), names)
                .map(near -> "did you mean %s?".formatted(path.resolveSibling(near)))
                .orElse("ls " + directory);
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        } catch (IOException unreadable) {
            throw Source.unreadable(directory.toString(), unreadable);
        }
    }
}
