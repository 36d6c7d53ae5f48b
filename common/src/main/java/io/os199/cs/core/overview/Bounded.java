package io.os199.cs.core.overview;

import java.util.List;

/** The first items of a list, and the total count. */
public record Bounded<T>(List<T> items, long totalCount) {
    public Bounded {
        items = List.copyOf(items);
    }
}
