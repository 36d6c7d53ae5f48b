package io.os199.cs.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.DefaultConfigurationFactoryFactory;
import io.dropwizard.jersey.validation.Validators;
import io.os199.cs.assembly.Features;
import io.os199.cs.support.model.Teams;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketPriority;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

class SupportConfigTest {
    private static ServiceConfiguration read(String yaml) throws Exception {
        String whole = "{database: {driverClass: d, url: u}, %s}".formatted(yaml);
        return new DefaultConfigurationFactoryFactory<ServiceConfiguration>()
                .create(
                        ServiceConfiguration.class,
                        Validators.newValidator(),
                        ConfigurationMapper.create(),
                        "dw")
                .build(
                        _ -> new ByteArrayInputStream(whole.getBytes(StandardCharsets.UTF_8)),
                        "config.yml");
    }

    @Test
    void whatIsLeftOutIsAsUsual() throws Exception {
        assertThat(Features.teams(read("support: {teams: {}}").support().teams()))
                .isEqualTo(Teams.usual());
        assertThat(Features.teams(new ServiceConfiguration().support().teams()))
                .isEqualTo(Teams.usual());
        Teams teams =
                Features.teams(
                        read("support: {teams: {data_issue: Daten, escalation: Feuerwehr}}")
                                .support()
                                .teams());
        assertThat(teams.of(TicketCategory.DATA_ISSUE, TicketPriority.P2)).isEqualTo("Daten");
        assertThat(teams.of(TicketCategory.DATA_ISSUE, TicketPriority.P1)).isEqualTo("Feuerwehr");
        assertThat(teams.of(TicketCategory.OTHER, TicketPriority.P4)).isEqualTo("General Support");
        assertThat(read("core: {freeMailDomains: []}").core().timeZone()).isEqualTo("UTC");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    support: {teams: {data: Daten}}                      | support.teams.data
                    support: {teams: {data_issue: ''}}                   | dataIssue has to be the name of a team
                    support: {teams: {data_issue: '  '}}                 | dataIssue has to be the name of a team
                    support: {teams: {escalation: ' Feuerwehr'}}         | escalation has to be the name of a team
                    core: {freeMailDomains: [], timeZone: Berlin}        | CS_TIME_ZONE
                    core: {freeMailDomains: [], timeZone: '+02:00'}      | CS_TIME_ZONE
                    """)
    void refusesWhatCannotBeMeant(String yaml, String mistake) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(mistake);
    }
}
