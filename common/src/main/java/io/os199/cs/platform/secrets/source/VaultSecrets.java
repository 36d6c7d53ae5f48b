package io.os199.cs.platform.secrets.source;

import io.github.jopenlibs.vault.Vault;
import io.github.jopenlibs.vault.VaultConfig;
import io.github.jopenlibs.vault.VaultException;
import io.github.jopenlibs.vault.api.Auth;
import io.github.jopenlibs.vault.api.Logical;
import io.github.jopenlibs.vault.json.JsonObject;
import io.github.jopenlibs.vault.json.JsonValue;
import io.github.jopenlibs.vault.response.AuthResponse;
import io.github.jopenlibs.vault.response.LogicalResponse;
import io.os199.cs.platform.config.VaultSecretsConfig;
import io.os199.cs.platform.http.Endpoint;
import io.os199.cs.platform.http.OutsideCalls;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.function.Supplier;

/**
 * Secrets in HashiCorp Vault's key-value engine, version 2. A path is that of Vault's HTTP API: {@code
 * secret/data/cs}. The process logs in with a token, or with its Kubernetes service account, and logs in again when
 * Vault no longer accepts that login.
 */
public final class VaultSecrets implements SecretSource {
    private static final Endpoint READ = new Endpoint("vault", "GET", "/v1/{path}");
    private static final Endpoint LOG_IN = new Endpoint("vault", "POST", "/v1/auth/{mount}/login");
    private static final int CONNECT_SECONDS = 2;
    private static final int ANSWER_SECONDS = 4;
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final VaultSecretsConfig config;
    private final Supplier<String> token;
    private final OutsideCalls calls;
    private final SecretFiles files = new SecretFiles();
    private volatile @Nullable String loggedIn;

    /** @param token gives the current value of the configured token; empty when the service account logs in */
    public VaultSecrets(VaultSecretsConfig config, Supplier<String> token, OutsideCalls calls)
            throws UnreadableSecretException {
        if (config.address().isEmpty()) {
            throw new UnreadableSecretException(
                    "Vault's address is unknown: set secrets.vault.address, or VAULT_ADDR");
        }
        if (token.get().isEmpty() == config.kubernetesRole().isEmpty()) {
            throw new UnreadableSecretException(
                    "Vault asks who we are: set either secrets.vault.token (VAULT_TOKEN) or"
                            + " secrets.vault.kubernetesRole");
        }
        this.config = config;
        this.token = token;
        this.calls = calls;
    }

    @Override
    public String read(String path) throws UnreadableSecretException {
        Answer<LogicalResponse> answer = ask(path, token());
        if (answer.status() == FORBIDDEN && isKubernetes()) {
            answer = ask(path, logIn());
        }
        return switch (answer.status()) {
            case OK -> data(answer.body());
            case FORBIDDEN ->
                    throw new UnreadableSecretException(
                            "Vault allows no access: give a token that is valid, with a policy that"
                                    + " allows to read the path");
            case NOT_FOUND ->
                    throw new UnreadableSecretException(
                            "there is no such secret: write it, or correct the path (of version 2"
                                    + " of the key-value engine: <mount>/data/<path>)");
            default ->
                    throw new UnreadableSecretException(
                            "Vault refused with status " + answer.status());
        };
    }

    /**
     * An answer from Vault.
     *
     * @param body absent when Vault refuses
     */
    private record Answer<T>(int status, @Nullable T body) {}

    private static String data(@Nullable LogicalResponse body) throws UnreadableSecretException {
        JsonObject kept = body == null ? null : body.getDataObject();
        JsonValue data = kept == null ? null : kept.get("data");
        if (data == null || !data.isObject()) {
            throw new UnreadableSecretException(
                    "it is not of version 2 of the key-value engine: name a path as"
                            + " <mount>/data/<path>");
        }
        return data.toString();
    }

    private Answer<LogicalResponse> ask(String path, String as) throws UnreadableSecretException {
        try {
            // Read as version 1, which takes the path unchanged, so that a mount may have several
            // segments.
            return watched(
                    READ,
                    () -> {
                        LogicalResponse body = namespaced(vault(as).logical()).read(path);
                        return new Answer<>(body.getRestResponse().getStatus(), body);
                    });
        } catch (VaultException e) {
            throw failure(e);
        }
    }

    /** The driver sends the request itself, so no trace context goes along. */
    private <T> Answer<T> watched(
            Endpoint endpoint, OutsideCalls.Exchange<Answer<T>, VaultException> exchange)
            throws VaultException {
        return calls.call(
                endpoint,
                URI.create(config.address()),
                Answer::status,
                () -> {
                    try {
                        return exchange.send();
                    } catch (VaultException e) {
                        if (e.getHttpStatusCode() > 0) {
                            return new Answer<>(e.getHttpStatusCode(), null);
                        }
                        throw e;
                    }
                });
    }

    private String token() throws UnreadableSecretException {
        if (!isKubernetes()) {
            return token.get();
        }
        String known = loggedIn;
        return known == null ? logIn() : known;
    }

    private String logIn() throws UnreadableSecretException {
        String account;
        try {
            account = files.read(config.kubernetesTokenFile());
        } catch (UnreadableSecretException e) {
            throw new UnreadableSecretException(
                    "secrets.vault.kubernetesTokenFile, %s: %s"
                            .formatted(config.kubernetesTokenFile(), e.getMessage()));
        }
        try {
            Answer<AuthResponse> answer =
                    watched(
                            LOG_IN,
                            () -> {
                                AuthResponse made =
                                        namespaced(vault("").auth())
                                                .loginByJwt(
                                                        config.kubernetesMount(),
                                                        config.kubernetesRole(),
                                                        account);
                                return new Answer<>(OK, made);
                            });
            AuthResponse made = answer.body();
            if (made == null) {
                throw new UnreadableSecretException(refusedLogin(answer.status()));
            }
            loggedIn = made.getAuthClientToken();
            return made.getAuthClientToken();
        } catch (VaultException e) {
            throw failure(e);
        }
    }

    private String refusedLogin(int status) {
        return status >= 400 && status < 500
                ? "Vault does not let the service account in as %s: bind it to the role at auth/%s"
                        .formatted(config.kubernetesRole(), config.kubernetesMount())
                : "Vault refused with status " + status;
    }

    private boolean isKubernetes() {
        return !config.kubernetesRole().isEmpty();
    }

    private Vault vault(String as) throws VaultException {
        VaultConfig vault =
                new VaultConfig()
                        .address(config.address())
                        .token(as)
                        // Version 1 takes paths unchanged, so that a mount may have several
                        // segments.
                        .engineVersion(1)
                        .openTimeout(CONNECT_SECONDS)
                        .readTimeout(ANSWER_SECONDS);
        return Vault.create(vault.build());
    }

    private Logical namespaced(Logical logical) {
        return config.namespace().isEmpty() ? logical : logical.withNameSpace(config.namespace());
    }

    private Auth namespaced(Auth auth) {
        return config.namespace().isEmpty() ? auth : auth.withNameSpace(config.namespace());
    }

    private static UnreadableSecretException failure(VaultException e) {
        Throwable first = e;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return new UnreadableSecretException(
                "Vault does not answer (%s): look whether it runs and can be reached"
                        .formatted(first.getClass().getSimpleName()));
    }
}
