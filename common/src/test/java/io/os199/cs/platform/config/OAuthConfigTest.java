package io.os199.cs.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.DefaultConfigurationFactoryFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

class OAuthConfigTest {
    private static OAuthConfig read(String yaml) throws Exception {
        return new DefaultConfigurationFactoryFactory<OAuthConfig>()
                .create(
                        OAuthConfig.class,
                        Validators.newValidator(),
                        Jackson.newObjectMapper(),
                        "dw")
                .build(
                        _ -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)),
                        "oauth.yml");
    }

    @Test
    void needsNoMoreThanResourceAndIssuer() throws Exception {
        OAuthConfig config =
                read(
                        "{resource: 'https://cs.example.com/mcp', issuers: [{issuer:"
                                + " 'https://id.example'}]}");
        IssuerConfig issuer = config.issuers().getFirst();
        assertThat(config.isConfigured()).isTrue();
        assertThat(config.clockSkewSeconds()).isEqualTo(60);
        assertThat(issuer.scopeClaims()).containsExactly("scope", "scp");
        assertThat(issuer.subjectClaim()).isEqualTo("sub");
        assertThat(issuer).isEqualTo(IssuerConfig.of("https://id.example"));
    }

    @Test
    void isNoneWithoutIssuers() throws Exception {
        assertThat(read("{resource: '', clockSkewSeconds: 60, issuers: []}").isConfigured())
                .isFalse();
        assertThat(OAuthConfig.none().issuers()).isEqualTo(List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {issuers: [{issuer: 'https://id.example'}]}                          | resource
                    {resource: '/mcp', issuers: [{issuer: 'https://id.example'}]}        | resource
                    {resource: 'http://cs.example.com/mcp', issuers: [{issuer: 'https://id.example'}]} | resource
                    {resource: 'https://cs.example.com/mcp#x', issuers: [{issuer: 'https://id.example'}]} | resource
                    {resource: 'https://cs.example.com/mcp', issuers: [{issuer: 'http://id.example'}]} | https
                    {resource: 'https://cs.example.com/mcp', issuers: [{jwksUri: 'https://id.example'}]} | issuer
                    {resource: 'https://cs.example.com/mcp', issuers: [{issuer: 'https://a', jwksUri: 'keys'}]} | jwksUri
                    {resource: 'https://cs.example.com/mcp', issuers: [{issuer: 'https://a'}, {issuer: 'https://a'}]} | twice
                    {clockSkewSeconds: 601}                                              | clockSkewSeconds
                    {resourc: 'https://cs.example.com/mcp'}                              | resourc
                    {issuers: [{issuer: 'https://id.example', jwksUrl: 'https://id.example'}]} | jwksUrl
                    """)
    void refusesWhatCannotBeMeant(String yaml, String mistake) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(mistake);
    }
}
