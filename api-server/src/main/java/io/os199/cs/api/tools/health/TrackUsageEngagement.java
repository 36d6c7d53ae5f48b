package io.os199.cs.api.tools.health;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Doc;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.UsedClient;
import io.os199.cs.health.HealthModels;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.usage.UsagePeriods;
import io.os199.cs.usage.model.Granularity;
import io.os199.cs.usage.model.UsagePeriod;

import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** How one client uses the product in a period. */
@ToolInfo(
        name = "track_usage_engagement",
        title = "Track usage engagement",
        description =
                "How one client uses the product: users, sessions, features, when, who slips. "
                        + "Across clients: track_feature_adoption; habits, anomalies: "
                        + "analyze_engagement_patterns.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class TrackUsageEngagement
        implements Tool<TrackUsageEngagement.Input, UsageEngagement> {
    private static final int USUAL_DAYS = 30;
    private static final int MOST_DAYS = 366;

    private final Database database;
    private final ClientDirectory clients;
    private final ClientAnswers answers;
    private final UsagePeriods usage;
    private final HealthModels models;

    TrackUsageEngagement(
            Database database,
            ClientDirectory clients,
            ClientAnswers answers,
            UsagePeriods usage,
            HealthModels models) {
        this.database = database;
        this.clients = clients;
        this.answers = answers;
        this.usage = usage;
        this.models = models;
    }

    public record Input(
            String clientId,
            @Nullable LocalDate periodStart,
            @Nullable @Doc("Excluded; at most 366 days") LocalDate periodEnd,
            @Default("daily") @Doc("hourly up to 14 days, daily 92") Granularity granularity,
            @Default(value = "true", listed = false) boolean includeFeatureBreakdown,
            @Default(value = "true", listed = false) boolean includeUserSegmentation,
            @Default(value = "true", listed = false) boolean benchmarkComparison,
            @Default("UTC") @Size(max = 60) String timeZone) {

        /** The period; where at most one end is sent, it has the default length. */
        UsagePeriod period(LocalDate today) {
            LocalDate end = periodEnd;
            if (end == null) {
                end = today.plusDays(1);
            }
            LocalDate start = periodStart == null ? end.minusDays(USUAL_DAYS) : periodStart;
            return new UsagePeriod(start, end, today);
        }
    }

    /** Identifies a cached answer. */
    private record Key(
            long usageSeq,
            UsagePeriod period,
            Granularity granularity,
            boolean features,
            boolean users,
            boolean benchmark,
            String timeZone,
            boolean personalData) {}

    @Override
    public Answer<UsageEngagement> call(Input input, Call call) {
        UsagePeriod period = input.period(call.today());
        ZoneId zone = TimeZones.find(input.timeZone()).orElse(null);
        List<Fault> faults = faults(input, period, zone);
        if (!faults.isEmpty() || zone == null) {
            return Answer.refused(Refusal.invalid(faults));
        }
        return database.<Answer<UsedClient>>read(tx -> clients.resolveUsed(tx, input.clientId()))
                .map(client -> kept(client, input, period, zone, call));
    }

    private static List<Fault> faults(Input input, UsagePeriod period, @Nullable ZoneId zone) {
        List<Fault> faults = new ArrayList<>();
        int days = period.dayCount();
        int most = input.granularity().mostDays();
        if (days < 1) {
            faults.add(
                    new Fault(
                            "period_end",
                            "period_end %s is not after period_start %s"
                                    .formatted(period.end(), period.start()),
                            "a date from " + period.start().plusDays(1)));
        } else if (days > MOST_DAYS) {
            faults.add(
                    new Fault(
                            "period_start",
                            "the period has %d days, more than %d".formatted(days, MOST_DAYS),
                            "a period of 1 to " + MOST_DAYS + " days"));
        } else if (days > most) {
            faults.add(
                    new Fault(
                            "granularity",
                            "%s is for at most %d days, and the period has %d"
                                    .formatted(WireName.of(input.granularity()), most, days),
                            "a period of 1 to " + most + " days, or weekly"));
        }
        if (zone == null) {
            faults.add(TimeZones.fault("time_zone", input.timeZone()));
        }
        return faults;
    }

    private UsageEngagement kept(
            UsedClient client, Input input, UsagePeriod period, ZoneId zone, Call call) {
        Key key =
                new Key(
                        client.usageSeq(),
                        period,
                        input.granularity(),
                        input.includeFeatureBreakdown(),
                        input.includeUserSegmentation(),
                        input.benchmarkComparison(),
                        zone.getId(),
                        call.seesPersonalData());
        return answers.usage(
                client.clientId(),
                "engagement:" + key,
                UsageEngagement.class,
                () ->
                        database.snapshot(
                                tx ->
                                        new UsageEngagementAnswer(
                                                        input, period, zone, call.now(), usage)
                                                .of(tx, client.ref(), models)));
    }
}
