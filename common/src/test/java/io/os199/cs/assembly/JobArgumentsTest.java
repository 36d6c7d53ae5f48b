package io.os199.cs.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.jobs.JobWork;
import io.os199.cs.platform.json.Json;
import io.os199.cs.testing.ArchitectureRules;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

final class JobArgumentsTest {
    @Test
    void everyWorkHasItsLine() {
        List<String> works =
                ArchitectureRules.mainClasses().stream()
                        .filter(each -> each.isAssignableTo(JobWork.class) && !each.isInterface())
                        .map(each -> each.getSimpleName())
                        .toList();
        assertThat(JobArguments.tools()).as("%s", works).hasSameSizeAs(works);
    }

    @Test
    void whatTheNightAsksForCanBeRun() {
        assertThat(
                        JobArguments.obstacle(
                                "churn_model_training",
                                Json.tree(Map.of("trained_on", "2026-11-01"))))
                .isEmpty();
    }

    @Test
    void whatNoWorkReadsCannot() {
        assertThat(JobArguments.obstacle("an_earlier_tool", Json.tree(Map.of())))
                .hasValue("this version runs no jobs of an_earlier_tool");
        assertThat(
                        JobArguments.obstacle(
                                "churn_model_training", Json.tree(Map.of("trained_on", "soon"))))
                .hasValue("this version does not understand the arguments of that job");
        assertThat(JobArguments.obstacle("import", Json.tree(Map.of("import_id", "import_1"))))
                .get()
                .asString()
                .contains("send the file again");
    }
}
