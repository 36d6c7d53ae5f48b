package io.os199.cs.platform.secrets.source;

import io.os199.cs.platform.config.AwsConfig;
import io.os199.cs.platform.http.OutsideCalls;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

import java.net.URI;
import java.time.Duration;

/**
 * Secrets in AWS Secrets Manager, in their current version. A path is a name or an ARN; credentials come from the
 * SDK's default chain.
 */
public final class AwsSecrets implements SecretSource {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ATTEMPT = Duration.ofSeconds(4);

    private final SecretsManagerClient client;
    private final SdkHttpClient http;

    private AwsSecrets(SecretsManagerClient client, SdkHttpClient http) {
        this.client = client;
        this.http = http;
    }

    /**
     * Connects on first use.
     *
     * @param timeout for an answer, over all attempts
     * @param calls through which each attempt passes as a call
     * @throws UnreadableSecretException if no region is configured anywhere
     */
    public static AwsSecrets open(AwsConfig config, Duration timeout, OutsideCalls calls)
            throws UnreadableSecretException {
        Region region = region(config);
        SdkHttpClient http =
                new WatchedAwsClient(
                        UrlConnectionHttpClient.builder()
                                .connectionTimeout(CONNECT)
                                .socketTimeout(ATTEMPT)
                                .build(),
                        calls);
        SecretsManagerClientBuilder builder =
                SecretsManagerClient.builder()
                        .region(region)
                        .httpClient(http)
                        .overrideConfiguration(
                                all -> all.apiCallTimeout(timeout).apiCallAttemptTimeout(ATTEMPT));
        if (!config.endpoint().isEmpty()) {
            builder.endpointOverride(URI.create(config.endpoint()));
        }
        return new AwsSecrets(builder.build(), http);
    }

    /**
     * The machine's metadata service is not asked for the region, as the request takes a long time where there is
     * none.
     */
    private static Region region(AwsConfig config) throws UnreadableSecretException {
        if (!config.region().isEmpty()) {
            return Region.of(config.region());
        }
        try {
            return new AwsRegionProviderChain(
                            new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
                    .getRegion();
        } catch (SdkClientException e) {
            throw new UnreadableSecretException(
                    "the region is unknown: set secrets.aws.region, or AWS_REGION");
        }
    }

    @Override
    public String read(String path) throws UnreadableSecretException {
        try {
            GetSecretValueResponse found = client.getSecretValue(request -> request.secretId(path));
            String text = found.secretString();
            if (text == null) {
                throw new UnreadableSecretException("it is binary: store text");
            }
            return text;
        } catch (ResourceNotFoundException e) {
            throw new UnreadableSecretException(
                    "there is no such secret: create it, or correct the name or the region");
        } catch (AwsServiceException e) {
            throw new UnreadableSecretException(refusal(e));
        } catch (ApiCallTimeoutException e) {
            throw new UnreadableSecretException("AWS Secrets Manager did not answer in time");
        } catch (SdkClientException e) {
            throw new UnreadableSecretException(
                    "AWS Secrets Manager cannot be asked: give the process credentials (a role of"
                            + " its service account or machine, or AWS_ACCESS_KEY_ID) and a way to "
                            + "the endpoint (%s)".formatted(kindOf(e)));
        }
    }

    private static String refusal(AwsServiceException e) {
        String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
        return switch (code) {
            case "AccessDeniedException", "AccessDenied" ->
                    "AWS allows no access: allow secretsmanager:GetSecretValue, and kms:Decrypt of"
                            + " its key, to the role of this process";
            case "DecryptionFailure" -> "AWS cannot decrypt it: allow kms:Decrypt of its key";
            default -> "AWS refused with status %d %s".formatted(e.statusCode(), code);
        };
    }

    private static String kindOf(Throwable failure) {
        Throwable first = failure;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return first.getClass().getSimpleName();
    }

    @Override
    public void close() {
        client.close();
        http.close();
    }
}
