package io.os199.cs.quickstart.demo;

import io.os199.cs.testing.TestDatabase;
import java.time.LocalDate;

class Bench {
    public static void main(String[] a) throws Exception {
        TestDatabase db = TestDatabase.create();
        long t = System.nanoTime();
        DemoSummary s = DemoCompany.fill(db.dataSource(), new DemoOptions(199, Integer.parseInt(a[0]), LocalDate.parse("2026-07-01")), l -> { if (l.startsWith("stat") || l.matches("\\d*000 of.*")) System.out.println((System.nanoTime()) / 1000000 % 10000000 + " " + l); });
        System.out.println("clients " + a[0] + " seconds " + (System.nanoTime() - t) / 1e9 + " total " + s.totalRows());
        s.rows().forEach((k, v) -> System.out.println(k + " " + v));
        if (a.length > 1) { System.out.println(db.url()); Thread.sleep(Long.parseLong(a[1]) * 1000); }
        db.close(); System.exit(0);
    }
}
