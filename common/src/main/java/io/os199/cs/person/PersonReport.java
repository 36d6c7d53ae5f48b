package io.os199.cs.person;

import java.util.List;

/**
 * What is stored of a person, or what an erasure did.
 *
 * @param clientIds of the clients that have rows of the person
 * @param found the tables that hold something, in the order of the data model
 */
public record PersonReport(List<String> clientIds, List<Found> found) {
    /** Copies both lists. */
    public PersonReport {
        clientIds = List.copyOf(clientIds);
        found = List.copyOf(found);
    }

    /** Whether anything of it would not stay as it is. */
    public boolean isErasable() {
        return found.stream()
                .flatMap(each -> each.table().columns().values().stream())
                .anyMatch(handling -> handling != Handling.KEPT);
    }

    /**
     * What one table holds.
     *
     * @param ownCount rows that are the person's
     * @param mentionCount other rows that mention the person
     * @param rows the person's, as JSON objects; empty where they were not asked for
     * @param mentions the others, as JSON objects; likewise
     */
    public record Found(
            PersonalTable table,
            long ownCount,
            long mentionCount,
            List<String> rows,
            List<String> mentions) {
        /** Copies both lists. */
        public Found {
            rows = List.copyOf(rows);
            mentions = List.copyOf(mentions);
        }
    }
}
