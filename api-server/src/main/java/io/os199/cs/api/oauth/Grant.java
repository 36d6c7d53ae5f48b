package io.os199.cs.api.oauth;

import com.nimbusds.jwt.JWTClaimsSet;

import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.config.IssuerConfig;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Determines whom an issuer's claims identify and which scopes they grant here. */
final class Grant {
    private final List<String> scopeClaims;
    private final Map<String, Set<Scope>> scopes;
    private final @Nullable String rolesClaim;
    private final Map<String, Set<Scope>> roles;
    private final String subjectClaim;
    private final Set<Scope> most;

    Grant(IssuerConfig config) {
        this.scopeClaims = config.scopeClaims();
        this.scopes = parse(config.scopeMapping());
        this.rolesClaim = config.rolesClaim();
        this.roles = parse(config.roleMapping());
        this.subjectClaim = config.subjectClaim();
        List<String> grantable = config.grantableScopes();
        this.most = grantable == null ? EnumSet.allOf(Scope.class) : withIncluded(parse(grantable));
    }

    private static Map<String, Set<Scope>> parse(Map<String, List<String>> mapping) {
        Map<String, Set<Scope>> parsed = new HashMap<>();
        mapping.forEach((word, ours) -> parsed.put(word, parse(ours)));
        return parsed;
    }

    private static Set<Scope> parse(List<String> words) {
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        words.forEach(word -> scopes.add(Scope.named(word)));
        return scopes;
    }

    Optional<String> subject(JWTClaimsSet claims) {
        return claims.getClaim(subjectClaim) instanceof String subject && !subject.isBlank()
                ? Optional.of(subject)
                : Optional.empty();
    }

    /** The most scopes that a token of this issuer may grant. */
    Set<Scope> most() {
        return most;
    }

    /** The granted scopes with all that they include, limited to what this issuer may grant. */
    Set<Scope> scopes(JWTClaimsSet claims) {
        EnumSet<Scope> granted = EnumSet.noneOf(Scope.class);
        for (String claim : scopeClaims) {
            texts(claims.getClaim(claim))
                    .flatMap(text -> Arrays.stream(text.split(" ")))
                    .forEach(word -> granted.addAll(meaning(word)));
        }
        if (rolesClaim != null) {
            texts(find(claims.getClaims(), rolesClaim))
                    .forEach(role -> granted.addAll(roles.getOrDefault(role, Set.of())));
        }
        Set<Scope> all = withIncluded(granted);
        all.retainAll(most);
        return all;
    }

    private Set<Scope> meaning(String word) {
        EnumSet<Scope> ours = EnumSet.noneOf(Scope.class);
        ours.addAll(scopes.getOrDefault(word, Set.of()));
        Scope.find(word).ifPresent(ours::add);
        return ours;
    }

    private static Set<Scope> withIncluded(Set<Scope> scopes) {
        EnumSet<Scope> all = EnumSet.noneOf(Scope.class);
        scopes.forEach(scope -> all.addAll(scope.includes()));
        return all;
    }

    /** The claim of that name; otherwise the one found by following the name as a dotted path. */
    private static @Nullable Object find(Map<?, ?> claims, String name) {
        if (claims.containsKey(name)) {
            return claims.get(name);
        }
        int dot = name.indexOf('.');
        return dot > 0 && claims.get(name.substring(0, dot)) instanceof Map<?, ?> inner
                ? find(inner, name.substring(dot + 1))
                : null;
    }

    private static Stream<String> texts(@Nullable Object claim) {
        Collection<?> values = claim instanceof Collection<?> many ? many : listOf(claim);
        return values.stream().filter(String.class::isInstance).map(String.class::cast);
    }

    private static Collection<?> listOf(@Nullable Object claim) {
        return claim == null ? List.of() : List.of(claim);
    }
}
