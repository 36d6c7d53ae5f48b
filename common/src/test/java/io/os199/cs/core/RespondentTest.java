package io.os199.cs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.platform.database.JoinedSql;

import org.junit.jupiter.api.Test;

/** Statements in classes and statements in files agree on who gave an answer. */
class RespondentTest {
    @Test
    void theFileSaysTheSame() {
        String file = JoinedSql.text("io.os199.cs.core", "respondent");
        assertThat(file.replaceAll("--.*", "")).isEqualToIgnoringWhitespace(Respondent.SQL);
    }
}
