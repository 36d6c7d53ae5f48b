package io.os199.cs.core;

import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Collects the differences between what is stored and what it becomes. */
final class Changes {
    private final List<Changed> all = new ArrayList<>();

    /** Records the field when the two differ; absent and empty lists are the same. */
    void compare(String field, @Nullable Object previous, @Nullable Object current) {
        String before = text(previous);
        String after = text(current);
        if (!Objects.equals(before, after)) {
            all.add(new Changed(field, before, after));
        }
    }

    List<Changed> all() {
        return List.copyOf(all);
    }

    private static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case BigDecimal number -> number.toPlainString();
            case Enum<?> word -> WireName.of(word);
            case List<?> list ->
                    list.isEmpty()
                            ? null
                            : String.join(", ", list.stream().map(Object::toString).toList());
            default -> value.toString();
        };
    }
}
