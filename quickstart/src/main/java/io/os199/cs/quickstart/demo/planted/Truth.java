package io.os199.cs.quickstart.demo.planted;

import java.time.LocalDate;
import java.util.List;

/** Something that happened to one client, or to all, and that shows in the rows. */
public interface Truth {
    /** Of its entry in the answer key. */
    String key();

    /** In a sentence. */
    String what();

    LocalDate since(LocalDate today);

    /** Which tool finds it, and by what. */
    String expected();

    /** SQL whose one row holds the figures; {@code :client}, {@code :other}, {@code :since} and {@code :today} stand for literals. */
    String evidence();

    /** The clients it happens to; none where it happens to all. */
    default List<Role> roles() {
        return List.of();
    }

    /** By what everybody's use on that day is multiplied. */
    default double use(LocalDate day, LocalDate today) {
        return 1;
    }

    /** By what everybody's tickets of that day are multiplied. */
    default double unrest(LocalDate day, LocalDate today) {
        return 1;
    }
}
