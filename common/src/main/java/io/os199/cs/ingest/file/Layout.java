package io.os199.cs.ingest.file;

import io.os199.cs.ingest.model.RowFault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the files of a kind contain.
 *
 * @param orders columns of days or moments, none of which may lie before the one named before it
 * @param keepsCustom whether columns named x_… are kept; if not, they are ignored
 * @param check a check of the row as a whole, once its cells are in order
 */
public record Layout(
        List<Column> columns, List<List<String>> orders, boolean keepsCustom, RowCheck check) {

    /** Checks what else must hold for a row of the kind. */
    @FunctionalInterface
    public interface RowCheck {
        RowCheck NONE = row -> List.of();

        List<RowFault> faults(Row row);
    }

    /** The prefix of senders' own columns. */
    public static final String CUSTOM = "x_";

    /** The form of their names, where they are kept. */
    static final String CUSTOM_FORM =
            "x_ is followed by a letter, then letters, digits and _, 50 at most";

    private static final Pattern CUSTOM_NAME = Pattern.compile("x_[a-z][a-z0-9_]{0,49}");

    /** Whether the values of a custom column can be kept, or need not be. */
    boolean takesCustom(String name) {
        return !keepsCustom || CUSTOM_NAME.matcher(name).matches();
    }

    public static Layout of(Column... columns) {
        return new Layout(List.of(columns), List.of(), false, RowCheck.NONE);
    }

    public Layout inOrder(String... names) {
        List<List<String>> more = new ArrayList<>(orders);
        more.add(List.of(names));
        return new Layout(columns, List.copyOf(more), keepsCustom, check);
    }

    public Layout keepingCustom() {
        return new Layout(columns, orders, true, check);
    }

    public Layout checked(RowCheck rowCheck) {
        return new Layout(columns, orders, keepsCustom, rowCheck);
    }

    public Optional<Column> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }
}
