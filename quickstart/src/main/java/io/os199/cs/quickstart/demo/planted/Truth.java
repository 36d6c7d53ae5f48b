package io.os199.cs.quickstart.demo.planted;

import java.time.LocalDate;
import java.util.List;

/** Something that happened to one client, or to all, and that shows in the rows. */
public interface Truth {
    /** The key of its entry in the answer key. */
    String key();

    /** What happened, in a sentence. */
    String what();

    LocalDate since(LocalDate today);

    /** The tool that finds it, and by which signs. */
    String expected();

    /**
     * SQL whose single row has the figures; {@code :client}, {@code :other}, {@code :since} and {@code :today} stand
     * for literals.
     */
    String evidence();

    /** The clients that it affects; empty if it affects all. */
    default List<Role> roles() {
        return List.of();
    }

    /** The factor by which everybody's use on that day is multiplied. */
    default double use(LocalDate day, LocalDate today) {
        return 1;
    }

    /** The factor by which everybody's tickets of that day are multiplied. */
    default double unrest(LocalDate day, LocalDate today) {
        return 1;
    }
}
