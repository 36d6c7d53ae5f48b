package io.os199.cs.quickstart.demo;

import io.os199.cs.quickstart.demo.planted.FeatureRename;

import java.time.LocalDate;
import java.util.List;

/** Two features of a list, one of which replaces the other from a given day; the index of an absent feature is -1. */
record Renaming(int before, int after, long from) {
    static Renaming of(List<ProductRange.Feature> features, LocalDate today) {
        List<String> keys = features.stream().map(ProductRange.Feature::key).toList();
        return new Renaming(
                keys.indexOf(FeatureRename.BEFORE),
                keys.indexOf(FeatureRename.AFTER),
                FeatureRename.on(today).toEpochDay());
    }

    /** Returns the feature that whoever likes this one uses on that day. */
    int on(long day, int feature) {
        if (feature != before && feature != after) {
            return feature;
        }
        return day < from ? before : after;
    }
}
