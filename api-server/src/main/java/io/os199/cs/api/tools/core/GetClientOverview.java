package io.os199.cs.api.tools.core;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.history.TimelineItem;
import io.os199.cs.core.model.ClientRecord;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.overview.Bounded;
import io.os199.cs.core.overview.CommunicationSection;
import io.os199.cs.core.overview.EngagementSection;
import io.os199.cs.core.overview.HealthSection;
import io.os199.cs.core.overview.OpenOpportunity;
import io.os199.cs.core.overview.OpenRisk;
import io.os199.cs.core.overview.PrimaryContact;
import io.os199.cs.core.overview.RevenueSection;
import io.os199.cs.core.overview.SupportSection;
import io.os199.cs.core.overview.TaskItem;
import io.os199.cs.core.overview.UsageSection;
import io.os199.cs.onboarding.OnboardingSection;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Shortenable;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

@ToolInfo(
        name = "get_client_overview",
        title = "Client overview",
        description =
                "One page on one client before a call: profile, health, usage, support, money,"
                        + " risks, tasks, what happened last, and what needs attention.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 5,
        idempotent = true)
public final class GetClientOverview
        implements Tool<GetClientOverview.Input, GetClientOverview.Output> {
    private static final String ACTIVITY = "activity";

    public record Input(String clientId, @Nullable List<OverviewSection> sections) {}

    /**
     * The overview. A section is absent when it was not asked for or has nothing to show; {@code dataGaps} then says
     * so.
     */
    public record Output(
            ClientRecord client,
            @Nullable PrimaryContact primaryContact,
            @Nullable HealthSection health,
            @Nullable OnboardingSection onboarding,
            @Nullable EngagementSection engagement,
            @Nullable UsageSection usage,
            @Nullable SupportSection support,
            @Nullable RevenueSection revenue,
            @Nullable CommunicationSection communication,
            @Nullable List<TaskItem> tasks,
            @Nullable Long openTaskCount,
            @Nullable List<OpenRisk> risks,
            @Nullable List<OpenOpportunity> opportunities,
            @Nullable List<TimelineItem> activity,
            List<OverviewRules.Finding> strengths,
            List<OverviewRules.Finding> attention,
            List<Recommendation> recommendations,
            List<DataGap> dataGaps,
            List<Truncation> truncated,
            Instant generatedAt)
            implements Shortenable<Output> {
        @Override
        public AnswerBudget budget() {
            return AnswerBudget.USUAL;
        }

        /** Shortens the activities, the part whose size writers decide, to as many as the answer has room for. */
        @Override
        public Output shortened() {
            List<TimelineItem> all = activity == null ? List.of() : activity;
            int fitting = budget().fitting(all, with(List.of(), truncated));
            return with(
                    all.subList(0, fitting),
                    Truncation.further(truncated, ACTIVITY, fitting, all.size()));
        }

        private Output with(List<TimelineItem> shown, List<Truncation> cut) {
            return new Output(
                    client,
                    primaryContact,
                    health,
                    onboarding,
                    engagement,
                    usage,
                    support,
                    revenue,
                    communication,
                    tasks,
                    openTaskCount,
                    risks,
                    opportunities,
                    shown,
                    strengths,
                    attention,
                    recommendations,
                    dataGaps,
                    cut,
                    generatedAt);
        }
    }

    private final Database database;
    private final ClientDirectory directory;
    private final ClientAnswers answers;

    public GetClientOverview(Database database, ClientDirectory directory, ClientAnswers answers) {
        this.database = database;
        this.directory = directory;
        this.answers = answers;
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        Set<OverviewSection> wanted =
                input.sections() == null || input.sections().isEmpty()
                        ? EnumSet.allOf(OverviewSection.class)
                        : EnumSet.copyOf(input.sections());
        Optional<Output> ofId =
                TypeId.is("client", input.clientId())
                        ? overview(input.clientId(), wanted, call)
                        : Optional.empty();
        return ofId.<Answer<Output>>map(Answer::of)
                .orElseGet(
                        () ->
                                database.<Answer<ClientRef>>read(
                                                tx -> directory.resolve(tx, input.clientId()))
                                        .map(
                                                client ->
                                                        overview(client.clientId(), wanted, call)
                                                                .orElseThrow()));
    }

    /** Reads the overview; empty when no client has the id. */
    private Optional<Output> overview(String clientId, Set<OverviewSection> wanted, Call call) {
        String sections = wanted.stream().map(WireName::of).collect(Collectors.joining(","));
        return answers.overview(
                clientId,
                String.join(
                        ":",
                        sections,
                        call.today().toString(),
                        Boolean.toString(call.seesPersonalData())),
                Output.class,
                whole -> whole.dataGaps().stream().noneMatch(OverviewGaps::isTimeout),
                () ->
                        new OverviewFactsReader(
                                        database, wanted, call.now(), call.seesPersonalData())
                                .read(clientId)
                                .map(facts -> of(facts, wanted, call)));
    }

    private static Output of(OverviewFacts facts, Set<OverviewSection> wanted, Call call) {
        OverviewRules rules = new OverviewRules(facts, call.today());
        List<Recommendation> attention = rules.attention();
        return new Output(
                facts.client(),
                facts.primaryContact(),
                facts.health() == null ? null : facts.health().section(),
                facts.onboarding(),
                facts.engagement() == null ? null : facts.engagement().section(),
                facts.usage(),
                facts.support(),
                facts.revenue() == null ? null : facts.revenue().section(),
                facts.communication(),
                items(facts.tasks()),
                facts.tasks() == null ? null : facts.tasks().totalCount(),
                items(facts.risks()),
                items(facts.opportunities()),
                items(facts.activity()),
                rules.strengths(),
                attention.stream()
                        .map(rule -> new OverviewRules.Finding(rule.ruleId(), rule.because()))
                        .toList(),
                attention,
                OverviewGaps.of(facts, wanted),
                truncated(facts),
                call.now());
    }

    private static <T> @Nullable List<T> items(@Nullable Bounded<T> list) {
        return list == null ? null : list.items();
    }

    private static List<Truncation> truncated(OverviewFacts facts) {
        List<Truncation> cut = new ArrayList<>();
        cut(cut, "tasks", facts.tasks());
        cut(cut, "risks", facts.risks());
        cut(cut, "opportunities", facts.opportunities());
        cut(cut, ACTIVITY, facts.activity());
        return List.copyOf(cut);
    }

    private static void cut(List<Truncation> cut, String name, @Nullable Bounded<?> list) {
        if (list != null && list.items().size() < list.totalCount()) {
            cut.add(new Truncation(name, list.items().size(), list.totalCount()));
        }
    }
}
