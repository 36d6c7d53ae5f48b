package io.os199.cs.api.mcp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The revisions of the protocol that this server speaks, newest first. */
enum Revision {
    V2026_07_28("2026-07-28"),
    V2025_11_25("2025-11-25"),
    V2025_06_18("2025-06-18"),
    V2025_03_26("2025-03-26");

    private final String text;

    Revision(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Whether each request stands alone: no session, and its version in {@code _meta}. */
    boolean isModern() {
        return this == V2026_07_28;
    }

    static Optional<Revision> find(String text) {
        return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
    }

    static List<String> supported() {
        return Arrays.stream(values()).map(Revision::text).toList();
    }

    static Revision newestLegacy() {
        return V2025_11_25;
    }

    /** Returns what a legacy client that names no version speaks. */
    static Revision assumed() {
        return V2025_03_26;
    }

    /** Whether a version, known to us or not, belongs to the era without sessions. */
    static boolean isModern(String version) {
        return version.matches("\\d{4}-\\d{2}-\\d{2}") && version.compareTo("2026-07-28") >= 0;
    }
}
