package io.os199.cs.api.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.security.Verdict;
import io.os199.cs.platform.config.IssuerConfig;
import io.os199.cs.platform.config.OAuthConfig;
import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.testing.TestClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;

class AccessTokensTest {
    private static final RSAKey KEY = TestIssuer.rsa("first");
    private static final RSAKey NEXT_KEY = TestIssuer.rsa("next");

    private final TestClock clock = new TestClock("2026-11-20T10:00:00Z");
    private final TestIssuer issuer = new TestIssuer();
    private final AccessTokens tokens = tokens(IssuerConfig.of(issuer.issuer()));

    private AccessTokens tokens(IssuerConfig... issuers) {
        return new AccessTokens(
                new OAuthConfig(TestIssuer.RESOURCE, 60, List.of(issuers)),
                OutsideCalls.unwatched(),
                clock);
    }

    @AfterEach
    void close() {
        tokens.close();
        issuer.close();
    }

    @Test
    void knowsWhoSentAGoodToken() {
        issuer.publish(KEY);
        Principal principal = known(signed(claims().build()));
        assertThat(principal.id()).matches("sub_[0-9a-f]{32}").doesNotContain("robin");
        assertThat(principal.scopes()).containsExactly(Scope.CS_READ);
        assertThat(principal.canStepUp()).isTrue();
        assertThat(principal.callsPerMinute()).isEqualTo(Principal.CALLS_PER_MINUTE);
    }

    @Test
    void knowsAPersonByAnyTokenAndKeepsPersonsAndIssuersApart() {
        issuer.publish(KEY);
        String id = known(signed(claims().build())).id();
        assertThat(known(signed(claims().jwtID("another").build())).id()).isEqualTo(id);
        assertThat(known(signed(claims().subject("42").build())).id()).isNotEqualTo(id);
        assertThat(AccessTokens.principalId("https://other.example", "robin.vega@example.com"))
                .isNotEqualTo(id);
    }

    @Test
    void takesEveryAlgorithmOfItsList() throws GeneralSecurityException {
        Map<JWSAlgorithm, ECKey> curves =
                Map.of(
                        JWSAlgorithm.ES256, TestIssuer.ec("ec256", Curve.P_256),
                        JWSAlgorithm.ES384, TestIssuer.ec("ec384", Curve.P_384),
                        JWSAlgorithm.ES512, TestIssuer.ec("ec512", Curve.P_521));
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        OctetKeyPair ed =
                new OctetKeyPair.Builder(
                                Curve.Ed25519,
                                Base64URL.encode(
                                        Arrays.copyOfRange(
                                                encoded, encoded.length - 32, encoded.length)))
                        .keyID("ed")
                        .build();
        List<JWK> published = new ArrayList<>(curves.values());
        published.addAll(List.of(KEY, ed));
        issuer.publish(published.toArray(JWK[]::new));
        JWTClaimsSet claims = claims().build();

        for (String family : List.of("RS", "PS")) {
            for (int bits : new int[] {256, 384, 512}) {
                known(TestIssuer.sign(KEY, JWSAlgorithm.parse(family + bits), claims));
            }
        }
        curves.forEach((algorithm, key) -> known(TestIssuer.sign(key, algorithm, claims)));
        String good = edSigned(pair, claims);
        known(good);
        assertRefused("signature", good.substring(0, good.lastIndexOf('.') + 1) + "AAAA");
    }

    private static String edSigned(KeyPair pair, JWTClaimsSet claims)
            throws GeneralSecurityException {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID("ed").build();
        String input = header.toBase64URL() + "." + claims.toPayload().toBase64URL();
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + Base64URL.encode(signature.sign());
    }

    @Test
    void refusesATokenForAnotherServer() {
        issuer.publish(KEY);
        assertRefused("not for this server", signed(claims().audience("account").build()));
        assertRefused(
                "not for this server",
                signed(claims().audience(TestIssuer.RESOURCE + "/other").build()));
        assertRefused("not for this server", signed(claims().audience((String) null).build()));
        known(signed(claims().audience(List.of("account", TestIssuer.RESOURCE)).build()));
    }

    @Test
    void refusesATokenOfAnIssuerThatItDoesNotKnow() {
        issuer.publish(KEY);
        assertRefused("not trusted", signed(claims().issuer("https://evil.example").build()));
        assertRefused("not trusted", signed(claims().issuer(null).build()));
        assertThat(issuer.keyRequests()).isZero();
    }

    @Test
    void keepsTwoIssuersApart() {
        try (TestIssuer other = new TestIssuer();
                AccessTokens both =
                        tokens(IssuerConfig.of(issuer.issuer()), IssuerConfig.of(other.issuer()))) {
            issuer.publish(KEY);
            other.publish(NEXT_KEY);
            JWTClaimsSet ofOther = other.claims(clock.instant()).build();
            assertThat(both.judge(signed(claims().build()))).isInstanceOf(Verdict.Known.class);
            assertThat(both.judge(TestIssuer.sign(NEXT_KEY, JWSAlgorithm.RS256, ofOther)))
                    .isInstanceOf(Verdict.Known.class);
            // A token that one issuer signs in the other's name is for the other to refuse.
            assertThat(both.judge(TestIssuer.sign(KEY, JWSAlgorithm.RS256, ofOther)))
                    .isInstanceOf(Verdict.Refused.class);
        }
    }

    @Test
    void allowsForClocksThatDiffer() {
        issuer.publish(KEY);
        String token = signed(claims().build());
        clock.advance(Duration.ofSeconds(359));
        known(token);
        clock.advance(Duration.ofSeconds(1));
        // It was accepted a second ago: the cached verdict ends with the token.
        assertRefused("expired", token);
        assertRefused("no end", signed(claims().expirationTime(null).build()));

        known(signed(claims().notBeforeTime(in(60)).build()));
        assertRefused("not good yet", signed(claims().notBeforeTime(in(61)).build()));
    }

    @Test
    void refusesATokenOfNobody() {
        issuer.publish(KEY);
        assertRefused("no subject", signed(claims().subject(null).build()));
        assertRefused("no subject", signed(claims().subject(" ").build()));
    }

    @Test
    void asksAgainForAKeyThatItDoesNotKnow() {
        issuer.publish(KEY);
        known(signed(claims().build()));
        assertThat(issuer.keyRequests()).isEqualTo(1);

        issuer.publish(NEXT_KEY);
        known(TestIssuer.sign(NEXT_KEY, JWSAlgorithm.RS256, claims().build()));
        assertThat(issuer.keyRequests()).isEqualTo(2);
        assertRefused("no such key", TestIssuer.sign(KEY, JWSAlgorithm.PS256, claims().build()));
    }

    @Test
    void refusesAKeyThatTheIssuerDoesNotHaveAndDoesNotAskWithoutEnd() {
        issuer.publish(KEY);
        known(signed(claims().build()));
        assertRefused(
                "no such key", TestIssuer.sign(NEXT_KEY, JWSAlgorithm.RS256, claims().build()));
        for (int i = 0; i < 20; i++) {
            assertRefused(
                    "no such key",
                    TestIssuer.sign(
                            TestIssuer.ec("guess" + i), JWSAlgorithm.ES256, claims().build()));
        }
        assertThat(issuer.keyRequests()).isEqualTo(2);
        known(signed(claims().jwtID("good ones go on").build()));
    }

    @Test
    void refusesWhatIsNotSigned() {
        issuer.publish(KEY);
        assertRefused("no signed JWT", new PlainJWT(claims().build()).serialize());
        assertRefused("no signed JWT", "eyJhbGciOiJSUzI1NiJ9.e30x.AAAA");
        assertThat(tokens.recognises(new PlainJWT(claims().build()).serialize())).isTrue();
        assertThat(tokens.recognises("cs199_abc")).isFalse();
        assertThat(tokens.recognises("a.b.c.d.e")).isFalse();
    }

    @Test
    void refusesTheSignatureThatAnybodyCanMakeOfThePublicKey() throws JOSEException {
        issuer.publish(KEY);
        SignedJWT forged =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(KEY.getKeyID()).build(),
                        claims().build());
        forged.sign(new MACSigner(KEY.toPublicJWK().toRSAPublicKey().getEncoded()));
        assertRefused("algorithm", forged.serialize());
    }

    @Test
    void refusesWhatWasChangedAfterSigning() {
        issuer.publish(KEY);
        String[] parts = signed(claims().build()).split("\\.");
        String more = claims().claim("scope", "cs:admin").build().toPayload().toBase64URL() + "";
        assertRefused("signature", parts[0] + "." + more + "." + parts[2]);
        RSAKey impostor = TestIssuer.rsa(KEY.getKeyID());
        assertRefused("signature", TestIssuer.sign(impostor, JWSAlgorithm.RS256, claims().build()));
    }

    @Test
    void refusesOtherKindsOfTokensAndHeadersItDoesNotUnderstand() {
        issuer.publish(KEY);
        known(TestIssuer.sign(KEY, header().type(new JOSEObjectType("at+jwt")).build(), good()));
        assertRefused(
                "no access token",
                TestIssuer.sign(
                        KEY, header().type(new JOSEObjectType("logout+jwt")).build(), good()));
        assertRefused(
                "critical",
                TestIssuer.sign(
                        KEY,
                        header().customParam("x", 1).criticalParams(Set.of("x")).build(),
                        good()));
    }

    @Test
    void cannotTellWhenTheIssuerIsDown() {
        issuer.close();
        Verdict verdict = tokens.judge(signed(claims().build()));
        assertThat(verdict).isInstanceOf(Verdict.Unavailable.class);
        assertThat(((Verdict.Unavailable) verdict).retryAfter()).isPositive();
    }

    @Test
    @Timeout(60)
    void doesNotWaitForAnIssuerThatSaysNothing() {
        issuer.publish(KEY);
        issuer.fallSilent();
        assertThat(tokens.judge(signed(claims().build()))).isInstanceOf(Verdict.Unavailable.class);
    }

    @Test
    void goesOnWithTheKeysItHasWhenTheIssuerIsDown() {
        issuer.publish(KEY);
        known(signed(claims().build()));
        issuer.close();
        known(signed(claims().jwtID("another").build()));
        assertThat(tokens.judge(TestIssuer.sign(NEXT_KEY, JWSAlgorithm.RS256, good())))
                .isInstanceOf(Verdict.Unavailable.class);
        known(signed(claims().jwtID("a third").build()));
    }

    @Test
    void findsTheKeysThroughOpenIdMetadataOrWhereItIsTold() {
        String rfc8414 = "/.well-known/oauth-authorization-server" + TestIssuer.PATH;
        issuer.publish(KEY);
        issuer.remove(rfc8414);
        try (AccessTokens told =
                tokens(
                        new IssuerConfig(
                                issuer.issuer(),
                                issuer.address("/keys"),
                                List.of("scope"),
                                Map.of(),
                                null,
                                Map.of(),
                                "sub",
                                null))) {
            assertThat(told.judge(signed(good()))).isInstanceOf(Verdict.Known.class);
        }
        issuer.serve(
                TestIssuer.PATH + "/.well-known/openid-configuration",
                issuer.metadata(issuer.issuer()));
        known(signed(good()));
    }

    @Test
    void trustsNoMetadataOfAnotherIssuer() {
        issuer.publish(KEY);
        issuer.serve(
                "/.well-known/oauth-authorization-server" + TestIssuer.PATH,
                issuer.metadata("https://evil.example"));
        assertThat(tokens.judge(signed(good()))).isInstanceOf(Verdict.Unavailable.class);
        assertThat(issuer.keyRequests()).isZero();
    }

    private JWTClaimsSet.Builder claims() {
        return issuer.claims(clock.instant());
    }

    private JWTClaimsSet good() {
        return claims().build();
    }

    private static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY.getKeyID());
    }

    private Date in(long seconds) {
        return Date.from(clock.instant().plusSeconds(seconds));
    }

    private static String signed(JWTClaimsSet claims) {
        return TestIssuer.sign(KEY, JWSAlgorithm.RS256, claims);
    }

    private Principal known(String token) {
        Verdict verdict = tokens.judge(token);
        assertThat(verdict).isInstanceOf(Verdict.Known.class);
        return ((Verdict.Known) verdict).principal();
    }

    private void assertRefused(String why, String token) {
        Verdict verdict = tokens.judge(token);
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        assertThat(((Verdict.Refused) verdict).why())
                .contains(why)
                .matches("[\\x20-\\x7e]+")
                .doesNotContain("\"", "\\");
    }
}
