package io.os199.cs.api.security;

import java.util.EnumSet;
import java.util.Set;

/**
 * Who calls.
 *
 * @param id what jobs, idempotency keys and the audit log know the caller by; never an address
 * @param scopes every right, those that others bring along included
 */
public record Principal(String id, Set<Scope> scopes) {
    public Principal {
        EnumSet<Scope> all = EnumSet.noneOf(Scope.class);
        scopes.forEach(scope -> all.addAll(scope.includes()));
        scopes = Set.copyOf(all);
    }

    /** Whether answers to this caller show personal data unmasked. */
    public boolean seesPersonalData() {
        return has(Scope.PII_READ);
    }

    public boolean has(Scope scope) {
        return scopes.contains(scope);
    }
}
