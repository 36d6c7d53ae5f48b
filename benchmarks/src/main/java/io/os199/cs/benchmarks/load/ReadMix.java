package io.os199.cs.benchmarks.load;

import io.os199.cs.benchmarks.load.LoadPlan.Portfolio;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What assistants ask in the course of a day, how many times in a hundred, with the arguments that people's questions
 * lead to.
 */
final class ReadMix {
    private static final int HUNDRED = 100;

    private final Popularity<String> clients;
    private final List<String> csms;
    private final List<Share> shares =
            List.of(
                    new Share(30, (me, random) -> ofClient("get_client_overview", random)),
                    new Share(20, this::list),
                    new Share(
                            12,
                            (me, random) ->
                                    ofClient("calculate_health_score", random, "save", false)),
                    new Share(10, (me, random) -> ofClient("get_client_timeline", random)),
                    new Share(10, this::usage),
                    new Share(5, (me, random) -> ofClient("analyze_engagement_patterns", random)),
                    new Share(4, (me, random) -> ofClient("track_feature_adoption", random)),
                    new Share(
                            3,
                            (me, random) ->
                                    ofClient("track_adoption_milestones", random, "record", false)),
                    new Share(
                            2,
                            (me, random) ->
                                    ofClient("manage_lifecycle_stages", random, "action", "get")),
                    new Share(1, (me, random) -> new Asked("manage_lifecycle_stages", Map.of())),
                    new Share(3, ReadMix::segments));

    /**
     * A call of a tool.
     *
     * @param arguments by name, as JSON values
     */
    record Asked(String tool, Map<String, Object> arguments) {
        Asked {
            arguments = Map.copyOf(arguments);
        }

        /** Returns the call for the next page of the same list. */
        Asked after(String cursor) {
            Map<String, Object> more = new HashMap<>(arguments);
            more.put("cursor", cursor);
            return new Asked(tool, more);
        }
    }

    private interface Question {
        /** @param me the number of the user who asks */
        Asked ask(int me, RandomGenerator random);
    }

    private record Share(int ofHundred, Question question) {}

    ReadMix(Portfolio portfolio) {
        clients = new Popularity<>(portfolio.clients());
        csms = portfolio.csms();
    }

    Asked draw(int me, RandomGenerator random) {
        int left = random.nextInt(HUNDRED);
        for (Share share : shares) {
            left -= share.ofHundred();
            if (left < 0) {
                return share.question().ask(me, random);
            }
        }
        throw new IllegalStateException("the shares are less than a hundred");
    }

    private Asked ofClient(String tool, RandomGenerator random) {
        return new Asked(tool, Map.of("client_id", clients.draw(random)));
    }

    private Asked ofClient(String tool, RandomGenerator random, String argument, Object value) {
        return new Asked(tool, Map.of("client_id", clients.draw(random), argument, value));
    }

    /** Returns the call of a list; half of the lists are of the user's own accounts. */
    private Asked list(int me, RandomGenerator random) {
        Map<String, Object> what =
                random.nextBoolean()
                        ? Map.of(
                                "csm_filter", csms.get(me % csms.size()), "sort_by", "health_score")
                        : one(
                                random,
                                Map.of(
                                        "health_band_filter",
                                        List.of("at_risk", "critical"),
                                        "sort_by",
                                        "contract_value",
                                        "sort_order",
                                        "desc"),
                                Map.of("renewal_within_days", 90, "sort_by", "renewal_date"),
                                Map.of("health_trend_filter", List.of("declining")),
                                Map.of("tier_filter", List.of("enterprise")),
                                Map.of("lifecycle_stage_filter", List.of("onboarding")),
                                Map.of("no_engagement_days", 30),
                                Map.of("sort_by", "health_change", "limit", 10));
        return new Asked("list_clients", what);
    }

    private Asked usage(int me, RandomGenerator random) {
        return random.nextInt(3) > 0
                ? ofClient("track_usage_engagement", random)
                : ofClient("track_usage_engagement", random, "granularity", "weekly");
    }

    private static Asked segments(int me, RandomGenerator random) {
        return new Asked(
                "segment_customers",
                Map.of(
                        "segmentation_type",
                        one(
                                random,
                                "value_based",
                                "usage_based",
                                "health_based",
                                "industry",
                                "lifecycle")));
    }

    @SafeVarargs
    private static <T> T one(RandomGenerator random, T... of) {
        return of[random.nextInt(of.length)];
    }
}
