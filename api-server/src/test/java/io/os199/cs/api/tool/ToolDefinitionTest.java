package io.os199.cs.api.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.answer.Answer;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.junit.jupiter.api.Test;

class ToolDefinitionTest {
    record Input(@Default(value = "10", listed = false) @Min(0) @Max(25) int waitSeconds) {}

    record Output(int waitedSeconds) {}

    @ToolInfo(
            name = "hurry",
            title = "Hurry",
            description = "Is stopped before it has waited as long as it may.",
            effect = Effect.READ,
            scope = Scope.CS_READ,
            deadlineSeconds = 25,
            idempotent = true)
    static final class Hurried implements Tool<Input, Output> {
        @Override
        public Answer<Output> call(Input input, Call call) {
            return Answer.of(new Output(input.waitSeconds()));
        }
    }

    @ToolInfo(
            name = "wait",
            title = "Wait",
            description = "Has time to say what it has waited for.",
            effect = Effect.READ,
            scope = Scope.CS_READ,
            deadlineSeconds = 30,
            idempotent = true)
    static final class Patient implements Tool<Input, Output> {
        @Override
        public Answer<Output> call(Input input, Call call) {
            return Answer.of(new Output(input.waitSeconds()));
        }
    }

    @Test
    void whoMayWaitForAJobIsNotStoppedBeforeItIsToldOfIt() {
        assertThatThrownBy(() -> ToolDefinition.of(new Hurried()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("hurry has a deadline of 25 s and may be asked to wait for 25");
        assertThat(ToolDefinition.of(new Patient()).name()).isEqualTo("wait");
    }
}
