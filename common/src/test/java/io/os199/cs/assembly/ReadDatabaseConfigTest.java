package io.os199.cs.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.platform.config.ServiceConfiguration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;

final class ReadDatabaseConfigTest {
    private static final String HERE = "jdbc:postgresql://a/cs?ssl=true";

    @ParameterizedTest
    @CsvSource({
        "'', false",
        "jdbc:postgresql://a/cs?ssl=true, false",
        "jdbc:postgresql://a/cs?ssl=true&user=reader&password=secret, false",
        "jdbc:postgresql://a/cs?user=reader&ssl=true, false",
        "jdbc:postgresql://b/cs?ssl=true, true",
        "'jdbc:postgresql://a,b/cs?targetServerType=preferSecondary', true"
    })
    void aUrlThatDiffersInMoreThanTheUserIsAReplica(String url, boolean replica) throws Exception {
        assertThat(configuration(url).replica() != null).isEqualTo(replica);
    }

    @Test
    void whoReadsFromThePrimaryKeepsTheRoleAndKnowsTheLagOfOthers() throws Exception {
        ServiceConfiguration configuration = configuration("jdbc:postgresql://b/cs");
        configuration.readFromThePrimary();

        assertThat(configuration.replica()).isNull();
        assertThat(configuration.readDatabase())
                .satisfies(reads -> assertThat(reads.getUrl()).isEqualTo(HERE))
                .satisfies(reads -> assertThat(reads.getUser()).isEqualTo("reader"));
        assertThat(configuration.databaseRoles((field, user) -> user).readOnly())
                .isEqualTo("reader");
        assertThat(configuration.maximumLag()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void poolsAreAsDocumented() throws Exception {
        ServiceConfiguration configuration = configuration("");
        for (var pool : List.of(configuration.database(), configuration.readDatabase())) {
            assertThat(pool.getMaxSize()).isEqualTo(16);
            assertThat(pool.getMaxWaitForConnection().toSeconds()).isEqualTo(5);
            assertThat(pool.getMaxConnectionAge())
                    .hasValueSatisfying(age -> assertThat(age.toHours()).isEqualTo(1));
        }
    }

    private static ServiceConfiguration configuration(String readUrl) throws Exception {
        return ReplicaProcess.configuration(
                Map.of(
                        "CS_DATABASE_URL", HERE,
                        "CS_READ_DATABASE_URL", readUrl,
                        "CS_READ_DATABASE_USER", "reader"));
    }
}
