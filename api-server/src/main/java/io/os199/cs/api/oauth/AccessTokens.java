package io.os199.cs.api.oauth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import io.os199.cs.api.security.Credentials;
import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Verdict;
import io.os199.cs.platform.config.IssuerConfig;
import io.os199.cs.platform.config.OAuthConfig;
import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.platform.secrets.Sha256;

import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Access tokens: JWTs that a configured issuer signed for this server. The claims of a token are checked before its
 * signature, so that only a token that would otherwise be accepted makes us ask the issuer for keys.
 */
public final class AccessTokens implements Credentials, AutoCloseable {
    private static final Pattern FORM = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]*");
    private static final int LONGEST = 16_384;
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512,
                    JWSAlgorithm.EdDSA);
    private static final Set<JOSEObjectType> TYPES =
            Set.of(
                    JOSEObjectType.JWT,
                    new JOSEObjectType("at+jwt"),
                    new JOSEObjectType("application/at+jwt"));

    /** How long a good token is accepted without checking its issuer's keys again. */
    private static final Duration BELIEVED_FOR = Duration.ofMinutes(5);

    private final Map<String, Issuer> issuers = new HashMap<>();
    private final String audience;
    private final Duration skew;
    private final Clock clock;
    private final Fetch fetch;
    private final Cache<String, Good> good =
            Caffeine.newBuilder().expireAfterWrite(BELIEVED_FOR).maximumSize(10_000).build();

    private record Good(Principal principal, Instant until) {}

    private record Issuer(IssuerKeys keys, Grant grant) {}

    /**
     * @param calls through which issuers are asked for their keys
     * @throws IllegalArgumentException where a mapping names a scope that does not exist
     */
    public AccessTokens(OAuthConfig config, OutsideCalls calls, Clock clock) {
        this.audience = config.resource();
        this.skew = Duration.ofSeconds(config.clockSkewSeconds());
        this.clock = clock;
        this.fetch = new Fetch(calls, config.issuers().size());
        for (IssuerConfig issuer : config.issuers()) {
            issuers.put(
                    issuer.issuer(),
                    new Issuer(new IssuerKeys(issuer, fetch, clock), new Grant(issuer)));
        }
    }

    @Override
    public boolean recognises(String bearer) {
        return FORM.matcher(bearer).matches();
    }

    @Override
    public Verdict judge(String bearer) {
        if (bearer.length() > LONGEST) {
            return new Verdict.Refused("the token is too long");
        }
        String hash = Sha256.hex(bearer);
        Good known = good.getIfPresent(hash);
        if (known != null && clock.instant().isBefore(known.until())) {
            return new Verdict.Known(known.principal());
        }
        try {
            SignedJWT token = SignedJWT.parse(bearer);
            return judge(hash, token, token.getJWTClaimsSet());
        } catch (ParseException e) {
            return new Verdict.Refused("the token is no signed JWT");
        }
    }

    private Verdict judge(String hash, SignedJWT token, JWTClaimsSet claims) {
        Issuer issuer = issuers.get(claims.getIssuer());
        if (issuer == null) {
            return new Verdict.Refused("the issuer of the token is not trusted here");
        }
        Optional<String> subject = issuer.grant().subject(claims);
        Optional<String> fault = headerFault(token.getHeader()).or(() -> claimsFault(claims));
        if (fault.isPresent() || subject.isEmpty()) {
            return new Verdict.Refused(fault.orElse("the token has no subject"));
        }
        return switch (issuer.keys().check(token)) {
            case GOOD -> {
                String principalId = principalId(claims.getIssuer(), subject.get());
                Principal principal =
                        new Principal(
                                principalId,
                                principalId,
                                issuer.grant().scopes(claims),
                                issuer.grant().most(),
                                Principal.CALLS_PER_MINUTE);
                good.put(hash, new Good(principal, end(claims)));
                yield new Verdict.Known(principal);
            }
            case FORGED -> new Verdict.Refused("the signature of the token is not its issuer's");
            case UNKNOWN_KEY -> new Verdict.Refused("the issuer has no such key");
            case UNAVAILABLE ->
                    new Verdict.Unavailable(
                            "the keys of the token's issuer cannot be fetched",
                            IssuerKeys.BETWEEN_REFRESHES);
        };
    }

    private static Optional<String> headerFault(JWSHeader header) {
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            return Optional.of("the algorithm of the token is not accepted");
        }
        if (header.getType() != null && !TYPES.contains(header.getType())) {
            return Optional.of("the token is no access token");
        }
        return header.getCriticalParams() == null
                ? Optional.empty()
                : Optional.of("the token has critical headers that are not understood here");
    }

    private Optional<String> claimsFault(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Date notBefore = claims.getNotBeforeTime();
        if (!claims.getAudience().contains(audience)) {
            return Optional.of("the token is not for this server, whose address its aud must hold");
        }
        if (claims.getExpirationTime() == null) {
            return Optional.of("the token has no end");
        }
        if (!now.isBefore(end(claims))) {
            return Optional.of("the token is expired");
        }
        return notBefore != null && now.isBefore(notBefore.toInstant().minus(skew))
                ? Optional.of("the token is not good yet")
                : Optional.empty();
    }

    private Instant end(JWTClaimsSet claims) {
        return claims.getExpirationTime().toInstant().plus(skew);
    }

    /** The same for all tokens of a person, and never an address, which a subject may be. */
    static String principalId(String issuer, String subject) {
        return "sub_" + Sha256.hex(issuer + " " + subject).substring(0, 32);
    }

    @Override
    public void close() {
        fetch.close();
    }
}
