package io.os199.cs.ingest.file;

import java.util.List;

/** What a file says in one cell, before it is read as what the column wants. */
sealed interface Raw {
    /** Nothing: an empty cell, or no field. */
    record Absent() implements Raw {}

    /** An instruction to hold nothing: {@code <null>}, or JSON's null. */
    record Cleared() implements Raw {}

    record Text(String text) implements Raw {}

    /** A number in JSON, as its digits. */
    record Digits(String text) implements Raw {}

    record Bool(boolean value) implements Raw {}

    record Items(List<String> texts) implements Raw {}

    /** Any other JSON, as it stands. */
    record Json(String text) implements Raw {}

    Raw ABSENT = new Absent();
    Raw CLEARED = new Cleared();
}
