package io.os199.cs.api.prompts;

import java.util.List;

/**
 * An argument of a prompt.
 *
 * @param kind the kind of its values, so that they can be completed
 * @param values all possible values of a {@link Kind#CHOICE}
 */
record Argument(String name, String description, boolean required, Kind kind, List<String> values) {
    /** The kind of values of an argument. */
    enum Kind {
        CLIENT,
        CSM,
        SEGMENT,
        CHOICE,
        TEXT
    }

    static Argument client() {
        return new Argument(
                "client", "The client's name, id or external id", true, Kind.CLIENT, List.of());
    }

    static Argument csm() {
        return new Argument(
                "csm", "Only accounts of this owner; default all", false, Kind.CSM, List.of());
    }

    static Argument segment() {
        return new Argument(
                "segment",
                "Only accounts of this saved segment; default all",
                false,
                Kind.SEGMENT,
                List.of());
    }

    static Argument choice(String name, String description, List<String> values) {
        return new Argument(name, description, false, Kind.CHOICE, values);
    }

    static Argument text(String name, String description) {
        return new Argument(name, description, false, Kind.TEXT, List.of());
    }
}
