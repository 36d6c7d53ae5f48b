package io.os199.cs.quickstart.demo.planted;

import io.os199.cs.quickstart.demo.planted.Wording.Ticket;

import java.util.List;
import java.util.Map;

/** The texts of Japanese customers. */
final class Japanese {
    static final Wording WORDING =
            new Wording(
                    Map.of(
                            "technical_issue",
                            new Ticket(
                                    "今朝からログインできません",
                                    "社員2名が、パスワードを入力した後にエラー画面になります。ほかの社員は通常どおり利用できています。"),
                            "performance",
                            new Ticket("ボードの表示が遅い", "大きなボードを開くのに10秒以上かかります。特に朝の時間帯に遅くなります。"),
                            "bug_report",
                            new Ticket("フィルターの結果が正しくありません", "「今週期限」のフィルターに、来週月曜日のタスクも表示されてしまいます。"),
                            "feature_request",
                            new Ticket(
                                    "ラベルの色を変更したい",
                                    "工程ごとに色分けをしたいので、ラベルの色を自分たちで選べるようにしていただけると助かります。"),
                            "how_to_question",
                            new Ticket(
                                    "プロジェクトのアーカイブ方法について",
                                    "最初のプロジェクトが完了しました。データを残したまま一覧に表示しないようにする方法を教えてください。"),
                            "account_billing",
                            new Ticket("請求先住所の変更について", "来月分から、請求書を新しい住所にお送りください。よろしくお願いいたします。"),
                            "integration_support",
                            new Ticket("カレンダーの同期が止まっています", "昨日から予定が同期されていません。設定は変更していません。"),
                            "training_request",
                            new Ticket("新入社員向けの研修について", "来月、新しい社員が5名入社します。初心者向けの研修はありますか。"),
                            "data_issue",
                            new Ticket(
                                    "レポートとエクスポートの件数が一致しません",
                                    "レポートではタスクが118件ですが、エクスポートしたファイルは121行あります。"),
                            "other",
                            new Ticket("契約に関する問い合わせ", "来年度の利用計画について、どなたに相談すればよいでしょうか。")),
                    "お問い合わせいただきありがとうございます。現在確認しております。",
                    "ご依頼の情報をお送りします。ご確認をお願いいたします。",
                    "問題は解消されているはずです。ご確認ください。",
                    List.of("チーム全員が毎日使っています。", "毎週の作業時間を大幅に短縮できました。", "サポートの対応が早く、とても助かっています。"),
                    List.of("必要な機能は一通りそろっています。", "全体的に満足していますが、レポートがもう少し速いと助かります。"),
                    List.of("最近、不具合が多すぎます。", "回答をいただくまでに時間がかかりすぎます。", "社員の半数が使わなくなってしまいました。"),
                    List.of("日報のテンプレートを用意してほしいです。", "すべての項目をExcelに出力できるとうれしいです。"));

    private Japanese() {}
}
