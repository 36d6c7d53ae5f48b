package io.os199.cs.health.lifecycle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The first few of any number of items, and the number of all of them. */
final class LargestFirst<T> {
    private final int most;
    private final Comparator<T> order;
    private final PriorityQueue<T> kept;
    private int count;

    LargestFirst(int most, Comparator<T> order) {
        this.most = most;
        this.order = order;
        this.kept = new PriorityQueue<>(order.reversed());
    }

    void add(T item) {
        count++;
        kept.add(item);
        if (kept.size() > most) {
            kept.poll();
        }
    }

    int count() {
        return count;
    }

    List<T> list() {
        List<T> list = new ArrayList<>(kept);
        list.sort(order);
        return List.copyOf(list);
    }
}
