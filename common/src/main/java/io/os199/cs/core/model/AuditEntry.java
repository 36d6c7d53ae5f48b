package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What one action did to which rows. Names fields, never their values, and contains no personal data.
 *
 * @param action what was done, for example {@code update client_name tier}
 * @param outcome {@code ok}, or what happened instead
 */
public record AuditEntry(
        String principal,
        String tool,
        String action,
        List<String> objectIds,
        String outcome,
        @Nullable String requestId) {
    /** The number of ids that an entry about many rows names. */
    private static final int NAMED = 20;

    public AuditEntry {
        objectIds = List.copyOf(objectIds);
    }

    /** Returns the entry of an action that {@code actor} completed successfully. */
    public static AuditEntry done(Actor actor, String tool, String action, List<String> objectIds) {
        return new AuditEntry(actor.principal(), tool, action, objectIds, "ok", actor.requestId());
    }

    /** Returns the entry of an action that was completed successfully. */
    public static AuditEntry done(Doing doing, String action, List<String> objectIds) {
        return done(doing.actor(), doing.source(), action, objectIds);
    }

    /** Returns the entry of an action on many rows at once, of which it names the first 20. */
    public static AuditEntry doneToMany(
            Actor actor, String tool, String action, List<String> objectIds) {
        return done(actor, tool, action, objectIds.subList(0, Math.min(NAMED, objectIds.size())));
    }
}
