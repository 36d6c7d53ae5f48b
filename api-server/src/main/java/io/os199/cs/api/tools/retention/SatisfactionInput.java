package io.os199.cs.api.tools.retention;

import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Default;
import io.os199.cs.core.model.ContactRole;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.retention.satisfaction.SatisfactionGrouping;
import io.os199.cs.retention.satisfaction.SurveyKind;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/** The input of {@code monitor_satisfaction}. */
public record SatisfactionInput(
        @Default(value = "report", listed = false) Action action,
        @Nullable String clientId,
        @Nullable SurveyType surveyType,
        @Default(value = "90", listed = false) @Actions("report") @Min(7) @Max(730)
                int timePeriodDays,
        @Default(value = "48", listed = false) @Actions("report") @Min(1) @Max(720)
                int followUpHours,
        @Default(value = "none", listed = false) @Actions("report") SatisfactionGrouping groupBy,
        @Default(value = "false", listed = false) @Actions("report") boolean includeResponses,
        @Nullable @Actions("send_survey") @Size(min = 1, max = 60) String surveyId,
        @Nullable @Actions("send_survey") @Size(min = 1, max = 6) List<ContactRole> roles,
        @Default(value = "90", listed = false) @Actions("send_survey") @Min(7) @Max(365)
                int quietDays,
        @Default(value = "500", listed = false) @Actions("send_survey") @Min(1) @Max(5_000)
                int maxRecipients,
        @Nullable @Actions("report") LocalDate asOf,
        @Nullable Tier tier,
        @Nullable @Size(max = 200) String csm,
        @Nullable @Size(max = 60) String segmentId,
        @Default(value = "20", listed = false) @Actions("report") @Min(1) @Max(200) int limit,
        @Nullable @Actions("report") @Size(max = Cursors.LONGEST) String cursor,
        @Default(value = "false", listed = false) @Actions("send_survey") boolean dryRun,
        @Nullable @Actions("send_survey") @Size(max = 400) String confirmationToken,
        @Nullable @Actions("send_survey") @Size(min = 1, max = 100) String idempotencyKey) {

    List<SurveyKind> kinds() {
        return switch (surveyType) {
            case null -> List.of(SurveyKind.NPS);
            case NPS -> List.of(SurveyKind.NPS);
            case CSAT -> List.of(SurveyKind.CSAT);
            case CES -> List.of(SurveyKind.CES);
            case ALL -> List.of(SurveyKind.values());
        };
    }

    /** The action to perform. */
    public enum Action {
        REPORT,
        SEND_SURVEY
    }

    /** The surveys to look at. */
    public enum SurveyType {
        NPS,
        CSAT,
        CES,
        ALL
    }
}
