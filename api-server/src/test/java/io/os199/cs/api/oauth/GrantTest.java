package io.os199.cs.api.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;

import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.config.IssuerConfig;
import io.os199.cs.platform.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.text.ParseException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

class GrantTest {
    private static final String MAPPED =
            """
            {"issuer": "https://id.example",
             "scopeMapping": {"CS.Read": ["cs:read"], "CS.All": ["cs:admin", "pii:read"]},
             "rolesClaim": "realm_access.roles",
             "roleMapping": {"csm": ["cs:write"], "cs lead": ["cs:send", "pii:read"]}}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                          |
                    {'scope': 'openid cs:read profile'}                         | cs:read
                    {'scope': 'cs:write'}                                       | cs:read cs:write
                    {'scope': 'cs:reader CS:READ'}                              |
                    {'scope': ['cs:read', 'pii:read']}                          | cs:read pii:read
                    {'scp': ['cs:send', 7, null]}                               | cs:read cs:send
                    {'scp': 'CS.Read pii:read'}                                 | cs:read pii:read
                    {'scope': 'cs:read', 'scp': 'pii:read'}                     | cs:read pii:read
                    {'scope': 'CS.All'}        | cs:admin cs:ingest cs:read cs:send cs:write pii:read
                    {'scope': 17}                                               |
                    {'realm_access': {'roles': ['csm', 'other']}}               | cs:read cs:write
                    {'realm_access': {'roles': 'cs lead'}}                      | cs:read cs:send pii:read
                    {'realm_access.roles': ['csm']}                             | cs:read cs:write
                    {'realm_access': {'roles': ['cs:admin']}}                   |
                    {'realm_access': 'csm'}                                     |
                    {'scope': 'pii:read', 'realm_access': {'roles': ['csm']}}   | cs:read cs:write pii:read
                    """)
    void grantsWhatTheClaimsSay(String claims, String expected) throws ParseException {
        assertThat(words(new Grant(config(MAPPED)).scopes(claims(claims)))).isEqualTo(expected);
    }

    @Test
    void grantsNoMoreThanTheIssuerMay() throws ParseException {
        Grant grant =
                new Grant(
                        config(
                                """
                                {"issuer": "https://id.example", "grantableScopes": ["cs:write"]}
                                """));
        assertThat(words(grant.scopes(claims("{'scope': 'cs:admin pii:read'}"))))
                .isEqualTo("cs:read cs:write");
        assertThat(words(grant.scopes(claims("{'scope': 'pii:read'}")))).isNull();
    }

    @Test
    void takesTheSubjectFromTheClaimThatItIsTold() throws ParseException {
        Grant grant =
                new Grant(
                        config("{\"issuer\": \"https://id.example\", \"subjectClaim\": \"oid\"}"));
        assertThat(grant.subject(claims("{'sub': 'a', 'oid': 'b'}"))).contains("b");
        assertThat(grant.subject(claims("{'sub': 'a'}"))).isEmpty();
        assertThat(grant.subject(claims("{'oid': 5}"))).isEmpty();
    }

    @Test
    void namesTheScopesWhereAMappingLeadsToNone() {
        assertThatThrownBy(
                        () ->
                                new Grant(
                                        config(
                                                """
                                                {"issuer": "https://id.example",
                                                 "roleMapping": {"csm": ["cs:rite"]}}
                                                """)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cs:rite is no scope: use of cs:read, cs:write");
    }

    private static IssuerConfig config(String json) {
        return Json.read(json, IssuerConfig.class);
    }

    private static JWTClaimsSet claims(String json) throws ParseException {
        return JWTClaimsSet.parse(json.replace('\'', '"'));
    }

    /** Returns the scopes as the table writes them; JUnit reads an empty cell as null. */
    private static String words(Set<Scope> scopes) {
        String words =
                scopes.stream()
                        .map(Scope::toString)
                        .collect(Collectors.toCollection(TreeSet::new))
                        .stream()
                        .collect(Collectors.joining(" "));
        return words.isEmpty() ? null : words;
    }
}
