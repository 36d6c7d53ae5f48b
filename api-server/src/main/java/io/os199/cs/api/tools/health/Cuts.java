package io.os199.cs.api.tools.health;

import io.os199.cs.platform.answer.Truncation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Records the lists of an answer that do not show everything. */
final class Cuts {
    private final List<Truncation> cuts = new ArrayList<>();

    Cuts list(String name, List<?> shown, long totalCount) {
        if (shown.size() < totalCount) {
            cuts.add(new Truncation(name, shown.size(), totalCount));
        }
        return this;
    }

    @Nullable List<Truncation> orNull() {
        return cuts.isEmpty() ? null : List.copyOf(cuts);
    }
}
