#!/usr/bin/env bash
# seeds: captures, written here byte by byte and captured on the loopback, to seeds.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
new_root
export BRICKBAT_ROOT=$root

# be BYTES NUMBER, le BYTES NUMBER: hex digits
be() { printf "%0$(($1 * 2))x" "$2"; }
le() { be "$1" "$2" | sed 's/../& /g' | tr ' ' '\n' | tac | tr -d '\n'; }
unhex() { printf '%b' "$(sed 's/../\\x&/g')"; }

# A pcap file of raw IP packets.
pcap_begin() { { printf 'd4c3b2a1020004000000000000000000ffff0000'; le 4 101; } | unhex; }
# ipv4 PROTOCOL FROM TO HEX: a frame with an IPv4 packet of 10.0.0.FROM
ipv4() {
    local size=$((20 + ${#4} / 2))
    {
        printf '00ca9a3b00000000'
        le 4 $size
        le 4 $size
        printf '4500%s0001000040%s00000a0000%s0a0000%s%s' "$(be 2 $size)" "$(be 1 "$1")" \
            "$(be 1 "$2")" "$(be 1 "$3")" "$4"
    } | unhex
}
# tcp SIDE SEQUENCE FLAGS HEX: between 10.0.0.1:40000, the client c, and 10.0.0.2:1883
tcp() {
    local ports from=1 to=2
    ports="$(be 2 40000)$(be 2 1883)"
    [ "$1" = s ] && ports="$(be 2 1883)$(be 2 40000)" from=2 to=1
    ipv4 6 $from $to "$ports$(be 4 "$2")00000000$(be 2 $((0x5000 | $3)))100000000000$4"
}
# udp HEX: from 10.0.0.1:40000 to 10.0.0.2:5683
udp() { ipv4 17 1 2 "$(be 2 40000)$(be 2 5683)$(be 2 $((8 + ${#1} / 2)))0000$1"; }

connect=101000044d5154540402003c0004746f7921 # MQTT 3.1.1, client "toy!"
connack=20020000
pingreq=c000
disconnect=e000

{
    pcap_begin
    tcp c 0 2 ''
    tcp s 9 18 ''
    tcp c 19 16 $pingreq # out of order
    tcp c 1 16 $connect
    tcp s 10 16 $connack
    tcp c 1 16 $connect  # once more
    tcp c 25 17 $disconnect # four bytes before it are missing
    udp 40010007         # CoAP: GET
    udp 40010007         # the same
    udp 50020008
} >mixed.pcap

say "a stream is cut where bytes are missing; contents are written once"
bb seeds mqtt mixed.pcap --port 1883
expect_code 0
expect_out '^mixed.pcap: 10 frames, 1 flows, 3 messages$'
expect_out '^3 seeds, 26 bytes, 100.00 % .* typed fields: mqtt-seeds \(what each is: mqtt-seeds.jsonl\)$'
expect_err 'left out: 4 bytes of streams that were not captured'
expect_err 'left out: 18 bytes that were sent more than once'
expect_err 'left out: 3 packets of other ports'
seed_is() { [ "$(od -An -v -tx1 mqtt-seeds/$1* | tr -d ' \n')" = "$2" ] || fail "$1 is not $2"; }
[ "$(count_files mqtt-seeds)" -eq 3 ] || fail "not three seeds"
seed_is 'tcp1-40000-1883-client-[!p]' $connect$pingreq
seed_is tcp1-40000-1883-client-part2 $disconnect
seed_is tcp1-40000-1883-server $connack

say "the index says where each comes from"
line() {
    jq -en "any(inputs | select(.file | startswith(\"$1\")); $2)" mqtt-seeds.jsonl >"$out" ||
        fail "the index does not say $2 of $1"
}
line tcp1-40000-1883-client-part2 '.missing_before == 4 and .bytes == 2 and .typed_share == 1'
line tcp1-40000-1883-server '.from == "server" and .server == "10.0.0.2:1883" and .frame == 2'
[ "$(wc -l <mqtt-seeds.jsonl)" -eq 3 ] || fail "not three lines"

say "once more adds nothing"
cp -r mqtt-seeds before
bb seeds mqtt mixed.pcap --port 1883
expect_code 0
expect_err 'left out: 3 messages that were there already'
diff -r before mqtt-seeds >/dev/null || fail "the folder has changed"

say "datagrams, and their session"
bb seeds coap mixed.pcap --port 5683 --output out/coap/
expect_code 0
[ "$(count_files out/coap)" -eq 2 ] || fail "not two datagrams"
bb seeds coap_session mixed.pcap -p 5683 -o out/session
expect_code 0
[ "$(od -An -v -tx1 out/session/udp* | tr -d ' \n')" = 000440010007000440010007000450020008 ] ||
    fail "not a session"
bb seeds coap_session mixed.pcap --port 5683 -o out/single --per packet
expect_code 0
[ "$(count_files out/single)" -eq 2 ] || fail "not two packets"

say "directions, filters, layers, the share in typed fields"
bb seeds mqtt mixed.pcap --port 1883 --direction server -o out/server
expect_code 0
expect_err 'left out: 4 packets of the other direction'
[ "$(count_files out/server)" -eq 1 ] || fail "not one seed of the server"
bb seeds mqtt mixed.pcap --filter 'udp' -o out/filter --json
expect_code 0
expect_json 2 seeds
expect_json 1 duplicates
expect_json 3 captures 0 frames
bb seeds mqtt mixed.pcap --min-typed 90 -o out/typed
expect_code 0
expect_err 'left out: [0-9]+ messages below --min-typed 90'
bb seeds mqtt mixed.pcap --layer network -o out/network
expect_code 0
expect_out '^8 seeds'
bb seeds mqtt mixed.pcap --max-size 1 --port 1883 -o out/small --json
expect_code 0
expect_json 28 captures 0 left_out rest_bytes # 25 of 26 and 3 of 4

say "standard input, and show"
"$BRICKBAT" seeds mqtt - --port 1883 -o out/stdin <mixed.pcap >"$out" 2>"$err"
code=$?
expect_code 0
diff -r mqtt-seeds out/stdin >/dev/null || fail "other seeds from standard input"
bb show mqtt mixed.pcap --port 1883
expect_code 0
expect_out '^mixed.pcap: tcp 1, client 10.0.0.1:40000 to 10.0.0.2:1883, frame 1, 4 bytes missing behind: 20 bytes$'
expect_out 'client_id = "toy!"'
expect_out 'part 2, 4 bytes missing before: 2 bytes$'
bb show mqtt --stats --json mixed.pcap --port 1883
expect_code 0
expect_json 3 total messages
expect_json 26 total bytes
bb show coap --stats mixed.pcap --port 9
expect_code 3
expect_err "there is no message in the capture 'mixed.pcap'"

say "what is no capture, what breaks off, what is not known"
printf 'no capture' >text
bb seeds mqtt text
expect_code 3
expect_err "'text' is no pcap or pcapng capture"
head -c 300 mixed.pcap >cut.pcap
bb seeds mqtt cut.pcap text -o out/cut
expect_code 3
expect_err "'cut.pcap': breaks off after frame [0-9]"
expect_out '^[12] seeds'
{ pcap_begin | head -c 20; le 4 105 | unhex; tail -c +25 mixed.pcap; } >wlan.pcap
bb seeds mqtt wlan.pcap
expect_code 3
expect_err "'wlan.pcap': its link type 105 \\(IEEE802_11\\) is not known here"
bb seeds mqtt mixed.pcap --filter 'nonsense ('
expect_code 2
expect_err "the filter 'nonsense \\('"
bb seeds mqtt mixed.pcap --port 7
expect_code 3
expect_err 'there is no seed in what was captured; without --port, all ports are taken'
bb seeds mqtt no-such.pcap
expect_code 3
bb seeds mqqt mixed.pcap
expect_code 3
expect_err "did you mean 'mqtt'"

say "a live exchange on the loopback"
cat >exchange.pl <<'PERL'
use strict; use IO::Socket::INET; use Socket;
my $server = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1', LocalPort => 0) or die;
open my $file, '>', $ARGV[0] or die; print $file $server->sockport; close $file;
sleep 2; # until the capture has begun
my ($connect, $connack, $publish) = map { pack 'H*', $_ } @ARGV[1 .. 3];
if (!fork) {
    my $peer = $server->accept;
    read $peer, my $got, length $connect; print $peer $connack; $peer->flush;
    while (read $peer, $got, 65536) { }
    exit;
}
my $client = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $server->sockport) or die;
print $client $connect; $client->flush; read $client, my $got, length $connack;
print $client $publish x 5000; close $client; wait;
PERL
if ! command -v tcpdump >/dev/null || ! timeout 5 tcpdump -i lo -d >/dev/null 2>&1; then
    echo "  left out: no tcpdump, or it may not capture here"
    exit 0
fi
publish=30090003746f7964617461 # PUBLISH: topic "toy", payload "data"
perl exchange.pl port $connect $connack $publish &
background=$!
for _ in 1 2 3 4 5 6 7 8 9 10; do
    [ -s port ] && break
    sleep 0.1
done
port=$(cat port)
timeout 20 tcpdump -i lo -U -Z root -w live.pcap "tcp port $port" 2>/dev/null &
sniffer=$!
wait "$background"
background=
sleep 1
kill "$sniffer"
wait "$sniffer" 2>/dev/null
bb seeds mqtt live.pcap --port "$port" --max-size 1000000 -o out/live
expect_code 0
expect_out '^2 seeds, 55022 bytes, 100.00 %'
[ "$(od -An -v -tx1 out/live/*-server-* | tr -d ' \n')" = $connack ] || fail "not the CONNACK"
{ printf %s $connect | unhex; for _ in $(seq 5000); do printf %s $publish; done | unhex; } >sent
cmp -s sent out/live/*-client-* || fail "what was captured is not what was sent"
