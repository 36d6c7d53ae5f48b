package io.os199.cs.api.security;

import io.os199.cs.platform.database.Caller;

import java.util.EnumSet;
import java.util.Set;

/**
 * Who calls.
 *
 * @param id what jobs, idempotency keys and the audit log know the caller by; never an address
 * @param credential what the rate limit counts by: of a principal with two keys, each has its own limit
 * @param scopes every right, those that others bring along included
 * @param reachable the rights that the caller can come back with, those it has included: the holder of a token
 *     may ask for another one, the holder of a key has what the key has
 * @param callsPerMinute what the rate limit lets through in the long run
 */
public record Principal(
        String id, String credential, Set<Scope> scopes, Set<Scope> reachable, int callsPerMinute) {
    /** What a principal may do to whom nobody has given another limit. */
    public static final int CALLS_PER_MINUTE = 600;

    public Principal {
        scopes = withIncluded(scopes);
        EnumSet<Scope> both = EnumSet.noneOf(Scope.class);
        both.addAll(scopes);
        both.addAll(withIncluded(reachable));
        reachable = Set.copyOf(both);
    }

    /** Of fixed rights. */
    public Principal(String id, Set<Scope> scopes, int callsPerMinute) {
        this(id, id, scopes, scopes, callsPerMinute);
    }

    /** Of fixed rights and the usual limit. */
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

    /** Whether the caller lacks a right that it can come back with: then it is challenged to. */
    public boolean canStepUp() {
        return reachable.size() > scopes.size();
    }

    /** Whether answers to this caller show personal data unmasked. */
    public boolean seesPersonalData() {
        return has(Scope.PII_READ);
    }

    /** Runs {@code work} so that its reads show what this caller wrote before, or was told of. */
    public <T, X extends Throwable> T seeingItsWrites(ScopedValue.CallableOp<T, X> work) throws X {
        boolean mayWrite = has(Scope.CS_WRITE) || has(Scope.CS_SEND) || has(Scope.CS_INGEST);
        return Caller.scope(id, mayWrite, work);
    }

    public boolean has(Scope scope) {
        return scopes.contains(scope);
    }
}
