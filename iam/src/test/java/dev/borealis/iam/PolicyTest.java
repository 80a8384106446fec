package dev.borealis.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.iam.PolicyDocument.Decision;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
  private static final String CLUSTER =
      "arn:aws:dsql:us-east-1:000000000000:cluster/" + "a".repeat(26);
  private static final String ALICE = LocalIdentity.userArn("alice");

  private static AccessRequest request(String action, Map<String, List<String>> context) {
    return new AccessRequest(ALICE, action, CLUSTER, context);
  }

  private static Decision decide(String statement, String action, Map<String, List<String>> context)
      throws InvalidPolicyException {
    return PolicyDocument.ofIdentity(
            "{\"Version\":\"2012-10-17\",\"Statement\":[" + statement.replace('\'', '"') + "]}")
        .decide(request(action, context));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dsql:*                | *                                               | ALLOW",
        "DSQL:getcluster       | *                                               | ALLOW",
        "dsql:Get*             | arn:aws:dsql:*:000000000000:cluster/*           | ALLOW",
        "dsql:Get*             | arn:aws:dsql:eu-west-1:*:cluster/*              | NO_OPINION",
        "dsql:Get*             | arn:aws:dsql:*                                  | NO_OPINION",
        "dsql:Get?luster       | arn:*:*:*:*:*                                   | ALLOW",
        "dsql:DeleteCluster    | *                                               | NO_OPINION",
        "s3:*                  | *                                               | NO_OPINION"
      })
  void matchesActionsAndResources(String action, String resource, Decision expected)
      throws InvalidPolicyException {
    assertThat(
            decide(
                "{'Effect':'Allow','Action':'%s','Resource':'%s'}".formatted(action, resource),
                "dsql:GetCluster",
                Map.of()))
        .isEqualTo(expected);
  }

  @Test
  void denyWinsOverAllow() throws InvalidPolicyException {
    String both =
        "{'Effect':'Allow','Action':'*','Resource':'*'},{'Effect':'Deny','Action':'dsql:Delete*','Resource':'*'}";
    assertThat(decide(both, "dsql:DeleteCluster", Map.of())).isEqualTo(Decision.DENY);
    assertThat(decide(both, "dsql:GetCluster", Map.of())).isEqualTo(Decision.ALLOW);
  }

  @Test
  void notActionMeansAllOthers() throws InvalidPolicyException {
    String statement = "{'Effect':'Allow','NotAction':['dsql:Delete*'],'Resource':'*'}";
    assertThat(decide(statement, "dsql:GetCluster", Map.of())).isEqualTo(Decision.ALLOW);
    assertThat(decide(statement, "dsql:DeleteCluster", Map.of())).isEqualTo(Decision.NO_OPINION);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'StringEquals':{'aws:ResourceTag/team':'red'}                    | true",
        "'StringEquals':{'AWS:resourcetag/team':['blue','red']}           | true",
        "'StringEquals':{'aws:ResourceTag/team':'blue'}                   | false",
        "'StringNotEquals':{'aws:ResourceTag/team':'blue'}                | true",
        "'StringLike':{'aws:ResourceTag/team':'r*'}                       | true",
        "'StringEquals':{'aws:ResourceTag/other':'x'}                     | false",
        "'StringEqualsIfExists':{'aws:ResourceTag/other':'x'}             | true",
        "'Null':{'aws:ResourceTag/other':'true'}                          | true",
        "'Null':{'aws:ResourceTag/team':true}                             | false",
        "'ForAllValues:StringEquals':{'aws:TagKeys':['a','b','c']}        | true",
        "'ForAllValues:StringEquals':{'aws:TagKeys':['a']}                | false",
        "'ForAnyValue:StringEquals':{'aws:TagKeys':['a']}                 | true",
        "'Bool':{'aws:SecureTransport':'true'}                            | true",
        "'NumericLessThan':{'n':10}                                       | true",
        "'NumericGreaterThan':{'n':'10'}                                  | false",
        "'DateGreaterThan':{'aws:CurrentTime':'2026-01-01T00:00:00Z'}     | true",
        "'DateLessThan':{'aws:CurrentTime':'2026-01-01T00:00:00Z'}        | false",
        "'IpAddress':{'aws:SourceIp':'127.0.0.0/8'}                       | true",
        "'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}                        | false",
        "'NotIpAddress':{'aws:SourceIp':'10.0.0.0/8'}                     | true",
        "'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:user/al*'}         | true",
        "'StringEquals':{'aws:username':'alice'}                          | true",
        "'StringEquals':{'aws:ResourceTag/owner':'${aws:username}'}       | true",
        "'StringEquals':{'aws:SourceVpc':'vpc-1'}                         | true"
      })
  void evaluatesConditions(String condition, boolean met) throws InvalidPolicyException {
    Map<String, List<String>> context =
        Map.of(
            "aws:ResourceTag/team", List.of("red"),
            "aws:ResourceTag/owner", List.of("alice"),
            "aws:TagKeys", List.of("a", "b"),
            "aws:SecureTransport", List.of("true"),
            "aws:SourceIp", List.of("127.0.0.1"),
            "aws:CurrentTime", List.of("2026-11-21T00:00:00Z"),
            "n", List.of("7"));
    assertThat(
            decide(
                "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{" + condition + "}}",
                "dsql:GetCluster",
                context))
        .isEqualTo(met ? Decision.ALLOW : Decision.NO_OPINION);
  }

  @Test
  void doesNotDenyForTheNetworkThatIsNotThere() throws InvalidPolicyException {
    assertThat(
            decide(
                "{'Effect':'Deny','Action':'*','Resource':'*','Condition':{'Null':{'aws:SourceVpc':'true'}}}",
                "dsql:DbConnect",
                Map.of()))
        .isEqualTo(Decision.NO_OPINION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{} {}",
        "{\"Statement\":[]}",
        "{\"Version\":\"2020-01-01\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}",
        "{\"Statement\":{\"Effect\":\"allow\",\"Action\":\"*\",\"Resource\":\"*\"}}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Resource\":\"*\"}}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\"}}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"NotAction\":\"*\",\"Resource\":\"*\"}}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Principal\":\"*\"}}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Principle\":\"*\"}}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":[],\"Resource\":\"*\"}}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":{},\"Resource\":\"*\"}}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"Like\":{\"a\":\"b\"}}}}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}}"
      })
  void refusesWhatIsNoPolicy(String text) {
    assertThatThrownBy(() -> PolicyDocument.ofIdentity(text))
        .isInstanceOf(InvalidPolicyException.class);
  }

  @Test
  @Timeout(10)
  void takesNoLongTimeForManyWildcards() {
    assertThat(Wildcards.matches("a".repeat(5_000), "*a".repeat(2_000) + "b")).isFalse();
  }

  @Test
  void clusterPolicyNamesPrincipals() throws InvalidPolicyException {
    PolicyDocument policy =
        PolicyDocument.ofResource(
            "{\"Statement\":{\"Effect\":\"Deny\",\"Principal\":{\"AWS\":\"%s\"},\"Action\":\"dsql:DbConnect\"}}"
                .formatted(ALICE));
    AccessRequest connect = request("dsql:DbConnect", Map.of());
    assertThat(Authorization.refusal(Policy.ALLOW_ALL, policy, connect))
        .contains("explicit deny in a resource-based policy");
    AccessRequest other =
        new AccessRequest(LocalIdentity.userArn("bob"), "dsql:DbConnect", CLUSTER, Map.of());
    assertThat(Authorization.refusal(Policy.ALLOW_ALL, policy, other)).isNull();
  }

  @Test
  void whoAssumesARoleIsMeantWithTheRole() throws InvalidPolicyException {
    PolicyDocument policy =
        PolicyDocument.ofResource(
            "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::000000000000:role/app\"},\"Action\":\"dsql:*\",\"Resource\":\"*\"}}");
    AccessRequest session =
        new AccessRequest(
            "arn:aws:sts::000000000000:assumed-role/app/s1", "dsql:DbConnect", CLUSTER, Map.of());
    Policy nothing = new Policy(Set.of(), new TreeMap<>());
    assertThat(Authorization.refusal(nothing, policy, session)).isNull();
    assertThat(Authorization.refusal(nothing, null, session))
        .isEqualTo(
            "User: arn:aws:sts::000000000000:assumed-role/app/s1 is not authorized to perform: dsql:DbConnect on resource: "
                + CLUSTER
                + " because no identity-based policy allows the dsql:DbConnect action");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"*\"             |                                                 | true",
        "{\"AWS\":\"*\"}   |                                                 | true",
        "{\"AWS\":\"*\"}   | {\"Null\":{\"aws:SourceVpc\":\"false\"}}        | false",
        "{\"AWS\":\"000000000000\"} |                                        | false"
      })
  void knowsAPublicPolicy(String principal, String condition, boolean isPublic)
      throws InvalidPolicyException {
    String extra = condition == null ? "" : ",\"Condition\":" + condition;
    assertThat(
            PolicyDocument.ofResource(
                    "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":%s,\"Action\":\"*\"%s}}"
                        .formatted(principal, extra))
                .isPublic())
        .isEqualTo(isPublic);
  }
}
