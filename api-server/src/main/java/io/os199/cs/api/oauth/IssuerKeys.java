package io.os199.cs.api.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.SignedJWT;

import io.os199.cs.platform.config.IssuerConfig;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The public keys of one issuer. They are kept for {@link #KEPT_FOR} and fetched again for a key that is not among
 * them, though at most twice in {@link #BETWEEN_REFRESHES}; while the issuer is down, the last known keys stay in
 * use.
 */
final class IssuerKeys {
    /** How soon it makes sense to ask again for keys that were unavailable. */
    static final Duration BETWEEN_REFRESHES = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
    private static final Duration KEPT_FOR = Duration.ofMinutes(5);
    private static final Duration KEPT_IN_AN_OUTAGE = Duration.ofHours(4);

    /** The total time allowed for one refresh. */
    private static final Duration TO_FETCH = Duration.ofSeconds(5);

    /** How long a failed refresh is not retried by those who waited for it. */
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(2);

    private final Source issuer;
    private final JWKSource<SecurityContext> keys;

    /** The result of checking a signature. */
    enum Check {
        GOOD,
        FORGED,
        /** The issuer was asked, now or moments ago, and does not have the key. */
        UNKNOWN_KEY,
        /** The issuer could not be asked. */
        UNAVAILABLE
    }

    IssuerKeys(IssuerConfig config, Fetch fetch, Clock clock) {
        this.issuer = new Source(config, fetch, clock);
        this.keys =
                JWKSourceBuilder.create(issuer)
                        .cache(KEPT_FOR.toMillis(), TO_FETCH.toMillis())
                        .refreshAheadCache(false)
                        .rateLimited(BETWEEN_REFRESHES.toMillis())
                        .outageTolerant(KEPT_IN_AN_OUTAGE.toMillis())
                        .build();
    }

    Check check(SignedJWT token) {
        JWKSelector selector = new JWKSelector(JWKMatcher.forJWSHeader(token.getHeader()));
        List<JWK> candidates;
        try {
            candidates = keys.get(selector, null);
        } catch (RateLimitReachedException e) {
            // Fetched moments ago, and the key is not among them: a guess is refused, and counted
            // as one.
            candidates = List.of();
        } catch (KeySourceException e) {
            return Check.UNAVAILABLE;
        }
        if (candidates.isEmpty()) {
            return issuer.isDown ? Check.UNAVAILABLE : Check.UNKNOWN_KEY;
        }
        return candidates.stream().anyMatch(key -> isSignedBy(key, token))
                ? Check.GOOD
                : Check.FORGED;
    }

    private static boolean isSignedBy(JWK key, SignedJWT token) {
        try {
            return switch (key) {
                case RSAKey rsa -> token.verify(new RSASSAVerifier(rsa));
                case ECKey ec -> token.verify(new ECDSAVerifier(ec));
                case OctetKeyPair ed -> Ed25519.isSignedBy(ed, token);
                default -> false;
            };
        } catch (JOSEException e) {
            return false;
        }
    }

    /** The issuer's current keys. */
    private static final class Source implements JWKSetSource<SecurityContext> {
        private final IssuerConfig config;
        private final Fetch fetch;
        private final Clock clock;
        private volatile Instant notBefore = Instant.MIN;
        private volatile boolean isDown;

        Source(IssuerConfig config, Fetch fetch, Clock clock) {
            this.config = config;
            this.fetch = fetch;
            this.clock = clock;
        }

        @Override
        public JWKSet getJWKSet(
                JWKSetCacheRefreshEvaluator evaluator,
                long currentTime,
                @Nullable SecurityContext context)
                throws KeySourceException {
            if (clock.instant().isBefore(notBefore)) {
                throw new JWKSetUnavailableException("they could not be had just now");
            }
            try {
                JWKSet set = JWKSet.parse(keys(System.nanoTime() + TO_FETCH.toNanos()));
                isDown = false;
                return set;
            } catch (ParseException | IOException e) {
                LOG.warn("the keys of {} cannot be had: {}", config.issuer(), e.getMessage());
                isDown = true;
                notBefore = clock.instant().plus(AFTER_A_FAILURE);
                throw new JWKSetRetrievalException("they cannot be had", e);
            }
        }

        private String keys(long deadline) throws IOException {
            URI place = place(deadline);
            return fetch.get("{jwks_uri}", place, left(deadline))
                    .orElseThrow(() -> new IOException("there are no keys at " + place));
        }

        private URI place(long deadline) throws IOException {
            String given = config.jwksUri();
            if (given != null) {
                return URI.create(given);
            }
            for (URI place : Discovery.places(config.issuer())) {
                Optional<String> metadata = fetch.get("{metadata}", place, left(deadline));
                if (metadata.isPresent()) {
                    return Discovery.jwksUri(config.issuer(), metadata.get());
                }
            }
            throw new IOException("the issuer has no metadata");
        }

        private static Duration left(long deadline) {
            return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        }

        @Override
        public void close() {}
    }
}
