package io.os199.cs.core;

import static io.os199.cs.core.CoreFixture.NO_CONTRACT;
import static io.os199.cs.core.CoreFixture.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.platform.answer.Refusal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientDirectoryDaoTest {
    private final CoreFixture core = new CoreFixture();
    private final ClientRef acme = core.register(client("Acme Corp", NO_CONTRACT)).client().ref();

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void findsByIdExternalIdAndNameIgnoringCaseAndBlanks() {
        core.run("update client_names set external_id = 'CRM-7'");
        assertThat(resolve(acme.clientId())).isEqualTo(acme);
        assertThat(resolve("CRM-7")).isEqualTo(acme);
        assertThat(resolve("  acme CORP ")).isEqualTo(acme);
    }

    @Test
    void aNameThatIsAnothersExternalIdIsAmbiguousButAnIdNeverIs() {
        ClientRef globex = core.register(client("Globex Ltd", NO_CONTRACT)).client().ref();
        core.run("update client_names set external_id = 'Acme Corp' where name = 'Globex Ltd'");
        Refusal refusal = core.refused(tx -> core.directory.resolve(tx, "Acme Corp"));
        assertThat(refusal.code()).isEqualTo(Refusal.Code.AMBIGUOUS_REFERENCE);
        assertThat(refusal.field()).isEqualTo("client_id");
        assertThat(refusal.suggestions())
                .extracting(Refusal.Suggestion::value)
                .containsExactlyInAnyOrder(acme.clientId(), globex.clientId());

        core.run(
                "update client_names set external_id = '"
                        + acme.clientId()
                        + "' where name = 'Globex Ltd'");
        assertThat(resolve(acme.clientId())).isEqualTo(acme);
    }

    @Test
    void anUnknownNameGetsTheNearest() {
        core.register(client("Acme Labs", NO_CONTRACT));
        core.register(client("Globex Ltd", NO_CONTRACT));
        Refusal refusal = core.refused(tx -> core.directory.resolve(tx, "Acme Cork"));
        assertThat(refusal.code()).isEqualTo(Refusal.Code.NOT_FOUND);
        assertThat(refusal.suggestions())
                .extracting(Refusal.Suggestion::name)
                .containsExactly("Acme Corp", "Acme Labs");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "a\u0000b",
                "a\nb",
                "half \ud83d pair",
                "'; drop table clients --",
                "%_\\",
                ":x?<y>"
            })
    void hostileTextIsRefusedAndNeverThrown(String text) {
        Refusal refusal = core.refused(tx -> core.directory.resolve(tx, text));
        assertThat(refusal.field()).isEqualTo("client_id");
    }

    private ClientRef resolve(String reference) {
        return core.ok(tx -> core.directory.resolve(tx, reference));
    }
}
