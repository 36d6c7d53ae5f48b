package io.os199.cs.ingest.file;

import io.os199.cs.ingest.file.Records.Cells;
import io.os199.cs.ingest.file.Records.FileRecord;
import io.os199.cs.ingest.file.Records.Unreadable;
import io.os199.cs.ingest.model.ShownText;
import io.os199.cs.platform.text.Beginning;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The first record of CSV, which says which column each cell belongs to. */
public final class Header {
    private static final int MOST_FAULTS = 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,50}");
    private static final Pattern DELIMITERS = Pattern.compile("[,;|\t]");

    private Header() {}

    /**
     * Returns the names of the columns, in the order of the file.
     *
     * @throws UnreadableFileException with everything that is wrong
     */
    public static List<String> read(@Nullable FileRecord first, Layout layout) {
        if (first instanceof Unreadable(var fault)) {
            throw new UnreadableFileException("the header: " + fault.message());
        }
        if (!(first instanceof Cells(long _, List<String> cells))) {
            throw new UnreadableFileException(
                    "the file is empty; its first line names the columns");
        }
        List<String> names = cells.stream().map(String::strip).toList();
        List<String> faults = faults(names, layout);
        if (!faults.isEmpty()) {
            throw new UnreadableFileException("the header: " + String.join("; ", faults));
        }
        // The names of ignored columns are kept only as far as they can be stored.
        return names.stream().map(ShownText::of).toList();
    }

    private static List<String> faults(List<String> names, Layout layout) {
        List<String> faults = new ArrayList<>();
        layout.columns().stream()
                .filter(column -> column.isRequired() && !names.contains(column.name()))
                .forEach(column -> faults.add("\"%s\" is missing".formatted(column.name())));
        boolean isHeader = names.stream().anyMatch(name -> isNameIn(name, layout));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (!seen.add(name)) {
                faults.add("%s stands there twice".formatted(shown(name, i, isHeader, layout)));
            } else if (layout.column(name).isEmpty() && !name.startsWith(Layout.CUSTOM)) {
                faults.add("there is no column %s".formatted(shown(name, i, isHeader, layout)));
            } else if (layout.column(name).isEmpty() && !layout.takesCustom(name)) {
                faults.add("\"%s\": %s".formatted(cut(name), Layout.CUSTOM_FORM));
            }
        }
        if (faults.size() > MOST_FAULTS) {
            int more = faults.size() - MOST_FAULTS;
            faults.subList(MOST_FAULTS, faults.size()).clear();
            faults.add("and %,d more".formatted(more));
        }
        if (!faults.isEmpty()) {
            faults.add(
                    "columns are %s, and your own beginning with x_"
                            .formatted(
                                    layout.columns().stream()
                                            .map(Column::name)
                                            .collect(Collectors.joining(", "))));
        }
        return faults;
    }

    /**
     * Returns how a message shows a name. A first line that is not a header holds somebody's data: if it names no
     * column, nothing of it is shown; otherwise, whatever does not look like the name of a column is identified by
     * its place.
     */
    private static String shown(String name, int index, boolean isHeader, Layout layout) {
        boolean isName =
                (isHeader && NAME.matcher(name).matches())
                        || DELIMITERS
                                .splitAsStream(name)
                                .anyMatch(part -> isNameIn(part.strip(), layout));
        return isName
                ? "\"%s\"".formatted(cut(name))
                : "of the name in place %d (left out, as it may be somebody's; the first line names the columns)"
                        .formatted(index + 1);
    }

    private static boolean isNameIn(String name, Layout layout) {
        return layout.columns().stream().anyMatch(column -> column.name().equalsIgnoreCase(name));
    }

    private static String cut(String name) {
        return Beginning.marked(ShownText.of(name), 50);
    }
}
