package io.os199.cs.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders for files that need not outlive their process: in memory where this machine has room there, since creating
 * and dropping a database creates and deletes some thousand files, which takes ten times as long on a disk.
 */
final class FastFolder {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ROOM = 4L << 30;
    private static final String PREFIX = "cs-test-";

    private FastFolder() {}

    /**
     * Creates a folder for this process. The creator deletes it; what a killed process left is deleted when the next
     * one creates its own.
     */
    static Path create() {
        try {
            if (!hasRoom()) {
                return Files.createTempDirectory(PREFIX);
            }
            deleteOrphans();
            return Files.createTempDirectory(MEMORY, PREFIX + ProcessHandle.current().pid() + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasRoom() {
        return Files.isWritable(MEMORY) && MEMORY.toFile().getUsableSpace() >= ROOM;
    }

    private static void deleteOrphans() throws IOException {
        List<Path> left;
        try (Stream<Path> all = Files.list(MEMORY)) {
            left = all.filter(FastFolder::isOrphan).toList();
        }
        left.forEach(FastFolder::delete);
    }

    private static boolean isOrphan(Path folder) {
        String name = folder.getFileName().toString();
        if (!name.matches(PREFIX + "\\d+-.*") || !Files.isWritable(folder)) {
            return false;
        }
        long pid =
                Long.parseLong(name.substring(PREFIX.length(), name.indexOf('-', PREFIX.length())));
        return ProcessHandle.of(pid).isEmpty();
    }

    /** Deletes the folder as far as possible; others may be deleting it too. */
    static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.getLogger(FastFolder.class.getName())
                    .log(System.Logger.Level.INFO, "{0} is not all deleted", folder);
        }
    }
}
