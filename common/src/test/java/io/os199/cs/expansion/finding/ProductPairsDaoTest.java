package io.os199.cs.expansion.finding;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.expansion.ExpansionScenes;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The pairs of products in generated portfolios, checked against a count that looks at each client separately. */
class ProductPairsDaoTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-07-01");
    private static final List<String> TIERS = List.of("starter", "standard", "professional");
    private static final List<String> PRODUCTS = List.of("a", "b", "c", "d", "e", "f");
    private static final BigDecimal ANY_LIFT = BigDecimal.ZERO;

    /** A client that counts as a peer, and the products it owns. */
    private record Peer(String clientId, String tier, Set<String> owned) {}

    @Test
    void areWhatCountingEachClientSays() {
        for (long seed = 1; seed <= 6; seed++) {
            Random random = new Random(seed);
            try (TestDatabase database = TestDatabase.create()) {
                List<Peer> peers = portfolio(database, random);
                assertThat(stored(database, null)).as("seed %d", seed).isEqualTo(counted(peers));
                for (Peer peer : peers.subList(0, 5)) {
                    List<String> expected =
                            counted(peers).stream()
                                    .filter(
                                            line ->
                                                    line.startsWith(
                                                            groupOf(peers, peer.tier()) + " "))
                                    .filter(line -> peer.owned().contains(line.split(" ")[1]))
                                    .toList();
                    assertThat(stored(database, peer.clientId()))
                            .as("seed %d, %s", seed, peer)
                            .isEqualTo(expected);
                }
            }
        }
    }

    private static List<String> stored(TestDatabase database, String clientId) {
        return database
                .database()
                .read(
                        tx ->
                                tx.dao(FoundDao.class)
                                        .pairs(
                                                TODAY, clientId, 1, ANY_LIFT, null, null, 1_000,
                                                null))
                .stream()
                .map(
                        p ->
                                line(
                                        p.peerGroup(),
                                        p.ownedProductId(),
                                        p.productId(),
                                        p.peerCount(),
                                        p.ownersACount(),
                                        p.ownersBCount(),
                                        p.bothCount()))
                .sorted()
                .toList();
    }

    /** Returns a line with the share and the lift computed from the counts. */
    private static String line(String group, String a, String b, int n, int na, int nb, int both) {
        BigDecimal confidence =
                new BigDecimal(both).divide(new BigDecimal(na), 4, RoundingMode.HALF_UP);
        BigDecimal lift =
                new BigDecimal(both)
                        .multiply(new BigDecimal(n))
                        .divide(
                                new BigDecimal(na).multiply(new BigDecimal(nb)),
                                4,
                                RoundingMode.HALF_UP);
        return String.join(
                " ", group, a, b, n + "", na + "", nb + "", both + "", confidence + "", lift + "");
    }

    private static String groupOf(List<Peer> peers, String tier) {
        long size = peers.stream().filter(peer -> peer.tier().equals(tier)).count();
        return size >= 30 ? tier : "portfolio";
    }

    private static List<String> counted(List<Peer> peers) {
        List<String> lines = new ArrayList<>();
        Map<String, List<Peer>> groups = new TreeMap<>();
        for (String tier : peers.stream().map(Peer::tier).distinct().toList()) {
            String group = groupOf(peers, tier);
            groups.put(
                    group,
                    peers.stream()
                            .filter(p -> group.equals("portfolio") || p.tier().equals(group))
                            .toList());
        }
        groups.forEach(
                (group, members) -> {
                    for (String a : PRODUCTS) {
                        for (String b : PRODUCTS) {
                            int na = count(members, Set.of(a));
                            int nb = count(members, Set.of(b));
                            int both = count(members, new TreeSet<>(List.of(a, b)));
                            // The lowest share that counts is 0.20 whatever a caller asks for.
                            if (!a.equals(b) && both > 0 && both * 5 >= na) {
                                lines.add(line(group, a, b, members.size(), na, nb, both));
                            }
                        }
                    }
                });
        return lines.stream().sorted().toList();
    }

    private static int count(List<Peer> members, Set<String> products) {
        return (int) members.stream().filter(p -> p.owned().containsAll(products)).count();
    }

    private static List<Peer> portfolio(TestDatabase database, Random random) {
        List<Peer> peers = new ArrayList<>();
        database.jdbi()
                .useTransaction(
                        db -> {
                            for (String product : PRODUCTS) {
                                ExpansionScenes.product(db, product, "platform", "flat", 100);
                            }
                            int clients = 60 + random.nextInt(80);
                            for (int i = 0; i < clients; i++) {
                                String id = "client_%03d".formatted(i);
                                String tier =
                                        TIERS.get(random.nextInt(10) < 6 ? 0 : random.nextInt(3));
                                Set<String> first = some(random);
                                ExpansionScenes.client(db, id, id, tier, 100, 5, array(first));
                                boolean churned = random.nextInt(8) == 0;
                                if (churned) {
                                    db.execute(
                                            "update clients set status = 'churned' where client_id"
                                                    + " = ?",
                                            id);
                                    continue;
                                }
                                Set<String> owned = new TreeSet<>(first);
                                // Another contract: in force, still to come, a draft, or lapsed
                                // beside the first.
                                Set<String> more = some(random);
                                int kind = random.nextInt(5);
                                db.execute(
                                        """
                                        insert into contracts (client_id, contract_id, type, value, start_date, end_date, tier, products, status)
                                        values (?, ?, 'amendment', 0, ?::date, ?::date, ?, ?::text[], ?)
                                        """,
                                        id,
                                        "contract_more_" + id,
                                        kind == 1 ? "2026-08-01" : "2026-01-01",
                                        kind == 3 ? "2026-06-20" : "2026-12-31",
                                        tier,
                                        array(more),
                                        kind == 2 ? "draft" : "active");
                                if (kind == 0 || kind == 4) {
                                    owned.addAll(more);
                                }
                                if (kind == 4 && random.nextBoolean()) {
                                    // All lapsed within 60 days: those that ended last count.
                                    db.execute(
                                            "update contracts set end_date = '2026-06-10' where"
                                                    + " client_id = ?",
                                            id);
                                }
                                peers.add(new Peer(id, tier, owned));
                            }
                        });
        return peers;
    }

    private static Set<String> some(Random random) {
        Set<String> some = new TreeSet<>();
        for (String product : PRODUCTS) {
            if (random.nextInt(3) == 0) {
                some.add(product);
            }
        }
        return some;
    }

    private static String array(Set<String> products) {
        return "{" + String.join(",", products) + "}";
    }
}
