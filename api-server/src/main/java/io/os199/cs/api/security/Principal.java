package io.os199.cs.api.security;

import java.util.EnumSet;
import java.util.Set;

/**
 * Who calls.
 *
 * @param id what jobs, idempotency keys and the audit log know the caller by; never an address
 * @param scopes every right, those that others bring along included
 * @param canStepUp whether the caller can come back with more rights, as the holder of a token can and the
 *     holder of a key cannot: a missing right is then answered with a challenge
 * @param callsPerMinute what the rate limit lets through in the long run
 */
public record Principal(String id, Set<Scope> scopes, boolean canStepUp, int callsPerMinute) {
    /** What a principal may do to whom nobody has given another limit. */
    public static final int CALLS_PER_MINUTE = 600;

    public Principal {
        EnumSet<Scope> all = EnumSet.noneOf(Scope.class);
        scopes.forEach(scope -> all.addAll(scope.includes()));
        scopes = Set.copyOf(all);
    }

    /** Of fixed rights and the usual limit. */
    public Principal(String id, Set<Scope> scopes) {
        this(id, scopes, false, CALLS_PER_MINUTE);
    }

    /** Whether answers to this caller show personal data unmasked. */
    public boolean seesPersonalData() {
        return has(Scope.PII_READ);
    }

    public boolean has(Scope scope) {
        return scopes.contains(scope);
    }
}
