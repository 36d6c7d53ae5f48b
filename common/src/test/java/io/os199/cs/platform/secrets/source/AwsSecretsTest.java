package io.os199.cs.platform.secrets.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.os199.cs.platform.config.AwsConfig;
import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.platform.http.OutsideFigures;
import io.os199.cs.platform.tracing.Tracing;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

/** The real client of AWS Secrets Manager, with its default credentials chain, against a stub. */
class AwsSecretsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String ID = "cs/production";

    private final SecretReference password =
            SecretReference.parse("aws:" + ID + "#password").orElseThrow();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final OutsideCalls calls = new OutsideCalls(registry, Tracing.off());
    private StubSecretsManager aws;

    @BeforeEach
    void start() throws Exception {
        System.setProperty("aws.accessKeyId", StubSecretsManager.ACCESS_KEY);
        System.setProperty("aws.secretAccessKey", "not-looked-at");
        aws = new StubSecretsManager();
        aws.put(ID, "{\"username\":\"cs\",\"password\":\"old-secret\"}");
    }

    @AfterEach
    void stop() {
        aws.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void readsTheVersionThatIsThereNow() throws Exception {
        String arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:cs-AbCdEf";
        aws.put(arn, "plain text");
        try (AwsSecrets source = open(TIMEOUT)) {
            assertThat(password.pick(source.read(ID))).isEqualTo("old-secret");
            SecretReference whole = SecretReference.parse("aws:" + arn).orElseThrow();
            assertThat(whole.pick(source.read(whole.path()))).isEqualTo("plain text");

            aws.put(ID, "{\"username\":\"cs\",\"password\":\"new-secret\"}");
            assertThat(password.pick(source.read(ID))).isEqualTo("new-secret");
        }
        assertThat(OutsideFigures.calls(registry, "aws_secrets_manager"))
                .containsExactly(Map.entry("200", 3L));
    }

    @Test
    void aRefusalSaysWhatToDo() throws Exception {
        aws.putBinary("binary");
        try (AwsSecrets source = open(TIMEOUT)) {
            assertThatThrownBy(() -> source.read("cs/nothing"))
                    .hasMessageStartingWith("there is no such secret: create it");
            assertThatThrownBy(() -> source.read("binary")).hasMessage("it is binary: store text");
            aws.refuseWith("AccessDeniedException");
            assertThatThrownBy(() -> source.read(ID))
                    .hasMessageContaining("allow secretsmanager:GetSecretValue");
            aws.refuseWith("DecryptionFailure");
            assertThatThrownBy(() -> source.read(ID)).hasMessageContaining("allow kms:Decrypt");
            aws.refuseWith("InvalidRequestException");
            assertThatThrownBy(() -> source.read(ID))
                    .hasMessage("AWS refused with status 400 InvalidRequestException");
        }
        assertThat(OutsideFigures.calls(registry, "aws_secrets_manager"))
                .containsOnlyKeys("200", "400");
    }

    @Test
    void aRegionThatNobodyNamesIsAskedForAtOnce() throws Exception {
        System.setProperty("aws.configFile", "/none");
        System.setProperty("aws.sharedCredentialsFile", "/none");
        try {
            assumeThat(System.getenv("AWS_REGION")).isNull();
            assertThatThrownBy(() -> AwsSecrets.open(AwsConfig.usual(), TIMEOUT, calls))
                    .hasMessage("the region is unknown: set secrets.aws.region, or AWS_REGION");
            System.setProperty("aws.region", "eu-central-1");
            AwsSecrets.open(AwsConfig.usual(), TIMEOUT, calls).close();
        } finally {
            System.clearProperty("aws.region");
            System.clearProperty("aws.configFile");
            System.clearProperty("aws.sharedCredentialsFile");
        }
    }

    @Test
    void anAwsThatDoesNotAnswerIsGivenUp() throws Exception {
        aws.fallSilent();
        try (AwsSecrets source = open(Duration.ofSeconds(2))) {
            long began = System.nanoTime();
            assertThatThrownBy(() -> source.read(ID))
                    .hasMessage("AWS Secrets Manager did not answer in time");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(10));
        }
        String address = aws.address();
        aws.close();
        try (AwsSecrets source =
                AwsSecrets.open(new AwsConfig("eu-central-1", address), TIMEOUT, calls)) {
            assertThatThrownBy(() -> source.read(ID))
                    .hasMessageStartingWith("AWS Secrets Manager cannot be asked: ")
                    .hasMessageEndingWith("(ConnectException)");
        }
        assertThat(OutsideFigures.calls(registry, "aws_secrets_manager"))
                .containsOnlyKeys("timeout", "connect_error");
    }

    private AwsSecrets open(Duration timeout) throws UnreadableSecretException {
        return AwsSecrets.open(new AwsConfig("eu-central-1", aws.address()), timeout, calls);
    }
}
