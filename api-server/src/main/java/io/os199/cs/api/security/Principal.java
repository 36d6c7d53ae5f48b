package io.os199.cs.api.security;

import io.os199.cs.platform.database.Caller;

import java.util.EnumSet;
import java.util.Set;

/**
 * The caller.
 *
 * @param id the caller's identity in jobs, idempotency keys and the audit log; never an address
 * @param credential what the rate limit counts by: if a principal has two keys, each has its own limit
 * @param scopes every right, including those that others include
 * @param reachable the rights that the caller can come back with, including those it has: the holder of a token may
 *     ask for another one, the holder of a key has only the rights of the key
 * @param callsPerMinute what the rate limit allows in the long run
 */
public record Principal(
        String id, String credential, Set<Scope> scopes, Set<Scope> reachable, int callsPerMinute) {
    /** The limit of a principal that was given no other. */
    public static final int CALLS_PER_MINUTE = 600;

    public Principal {
        scopes = withIncluded(scopes);
        EnumSet<Scope> both = EnumSet.noneOf(Scope.class);
        both.addAll(scopes);
        both.addAll(withIncluded(reachable));
        reachable = Set.copyOf(both);
    }

    /** Creates a principal with fixed rights. */
    public Principal(String id, Set<Scope> scopes, int callsPerMinute) {
        this(id, id, scopes, scopes, callsPerMinute);
    }

    /** Creates a principal with fixed rights and the usual limit. */
    public Principal(String id, Set<Scope> scopes) {
        this(id, scopes, CALLS_PER_MINUTE);
    }

    private static Set<Scope> withIncluded(Set<Scope> scopes) {
        EnumSet<Scope> all = EnumSet.noneOf(Scope.class);
        scopes.forEach(scope -> all.addAll(scope.includes()));
        return Set.copyOf(all);
    }

    /** Whether the caller has this right, or can come back with it. */
    public boolean canReach(Scope scope) {
        return reachable.contains(scope);
    }

    /** Whether the caller lacks a right that it can come back with, and is then challenged to do so. */
    public boolean canStepUp() {
        return reachable.size() > scopes.size();
    }

    /** Whether answers to this caller show personal data unmasked. */
    public boolean seesPersonalData() {
        return has(Scope.PII_READ);
    }

    /** Runs {@code work} so that its reads show what this caller wrote before, or was notified of. */
    public <T, X extends Throwable> T seeingItsWrites(ScopedValue.CallableOp<T, X> work) throws X {
        boolean mayWrite = has(Scope.CS_WRITE) || has(Scope.CS_SEND) || has(Scope.CS_INGEST);
        return Caller.scope(id, mayWrite, work);
    }

    public boolean has(Scope scope) {
        return scopes.contains(scope);
    }
}
