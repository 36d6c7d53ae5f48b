-- Numbers from 0 to 1 by hashing, so that each fill is the same, and words: first those that people say to support,
-- then made-up ones of two or three syllables. The share of a word falls with its rank (Zipf and Mandelbrot): the
-- tenth word is in most articles.
create schema benchmark;

create function benchmark.u(n bigint, seed bigint) returns double precision
    language sql immutable parallel safe
    return (hashint8extended(n, seed) & 2147483647) / 2147483648.0;

create table benchmark.words (rank int primary key, word text not null unique);

insert into benchmark.words (rank, word)
select rank, word
from regexp_split_to_table(btrim(
    'account report user export data error setting page team customer dashboard file import login invoice password access email list view
     update field system message integration filter button request change issue problem project contact plan order option table calendar
     search browser version server payment template alert upload download mobile schedule chart column currency group owner folder link
     profile record role rule section step task ticket token trial value webhook widget workflow archive audit backup billing branch
     campaign card category channel charge client comment company connection contract cookie country credit custom date default delete
     department detail device directory discount document domain draft duplicate editor employee endpoint engine event example exchange
     expense expire extension failure feature feedback form format formula forward function gateway guide header history holiday host
     identity image inbox index input install instance interface interval inventory key keyboard label language layout lead license limit
     location lock log logo machine manager map market master meeting member memory menu metric migration minute mode module month network
     note notice number object office operator outage output package panel parameter partner patch path pattern period permission phone
     picture platform plugin policy pool portal position preview price printer priority process product program property provider proxy
     purchase quality quarter query queue quota range rate reason receipt refund region release reminder renewal replacement repository
     response restore result retention revenue review row sample sandbox scan scope score screen script seat security segment sender
     session shipment shortcut signature site size snapshot sort source space spreadsheet stage standard state status storage store
     structure subscription summary supplier survey switch symbol sync tag target tax text theme threshold thread time timeout title
     tool topic total track traffic training transaction transfer translation trigger type unit upgrade usage validation vendor video
     visitor volume warehouse warning website week window zone'), '\s+') with ordinality as known (word, rank);

insert into benchmark.words (rank, word)
select (select max(rank) from benchmark.words) + row_number() over (order by n), word
from (
    select distinct on (word) n, word
    from (
        select n, string_agg(onsets[1 + floor(24 * benchmark.u(n, 3 * s))] || vowels[1 + floor(8 * benchmark.u(n, 3 * s + 1))]
            || codas[1 + floor(14 * benchmark.u(n, 3 * s + 2))], '' order by s) as word
        from generate_series(1, 6000) n
        cross join generate_series(1, 3) s
        cross join (select string_to_array('b,br,c,ch,d,dr,f,fl,g,gr,h,j,k,l,m,n,p,pl,r,s,st,t,tr,v', ',') as onsets,
            string_to_array('a,e,i,o,u,ai,ea,ou', ',') as vowels,
            string_to_array(',,,n,r,l,m,t,s,x,nd,rt,ck,mp', ',') as codas) sounds
        where s <= 2 or benchmark.u(n, 99) < 0.3
        group by n) made
    where length(word) >= 4
    order by word, n) once
on conflict do nothing;

-- The rank of a drawn word; the greater the offset, the flatter the distribution.
create function benchmark.rank(u double precision, first int) returns int
    language sql immutable parallel safe
    return 1 + floor(first * (power((5000.0 + first) / first, u) - 1));

-- The words of the n-th text of a kind: as many as asked for, one in five of them a small one.
create function benchmark.text(n bigint, kind int, many int, first int) returns text
    language sql stable parallel safe
    as $$
        select string_agg(case when benchmark.u(n * 1000 + i, kind + 500) < 0.2
            then (array['the', 'a', 'of', 'to', 'in', 'is', 'your', 'how', 'for', 'and'])[1 + floor(10 * benchmark.u(n * 1000 + i, kind + 501))]
            else w.word end, ' ' order by i)
        from generate_series(1, many) i
        join benchmark.words w on w.rank = least(5000, benchmark.rank(benchmark.u(n * 1000 + i, kind), first))
    $$;

create table benchmark.phrases (phrase_id int primary key, phrase text not null);

insert into benchmark.phrases (phrase_id, phrase)
select n, benchmark.text(n, 7, 6 + floor(6 * benchmark.u(n, 8))::int, 10) || '.'
from generate_series(0, 4999) n;

analyze benchmark.words, benchmark.phrases;
