package io.os199.cs.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A copy of the chart in another folder, with changed texts; the targets of its links are copied. */
final class ChartCopy {
    private ChartCopy() {}

    /**
     * @param target the folder, which is created anew
     * @param texts how each text of the chart itself is changed
     */
    static Path into(Path target, UnaryOperator<String> texts) {
        Path from = Chart.FOLDER;
        delete(target);
        try (Stream<Path> files = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path to = target.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    String text = Files.readString(file);
                    boolean linked = file.startsWith(from.resolve("files"));
                    Files.writeString(to, linked ? text : texts.apply(text));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target.toAbsolutePath();
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
