//! What the terminal shows once the demonstration runs.

use qianzhan_gateway::{
    auth::Caller,
    http::{GraphqlRequest, GraphqlService, RequestContext, RequestId},
};
use serde_json::Value;

use super::{DemoAccess, DemoNetwork, QUESTIONS, Question, demo_analyst};
use crate::cli::CliError;

/// Prints who is asking, where the network is, three questions with their answers, and what to try next.
///
/// # Errors
/// [`CliError`] if no token can be minted.
pub async fn print_welcome(network: &DemoNetwork) -> Result<(), CliError> {
    let address = network.address;
    println!("\n千站 Qianzhan：{} 个站点 / {0} sites", network.sites.len());
    println!("  查询界面 / explorer   http://{address}/");
    println!("  GraphQL              http://{address}/graphql");
    println!("  数据 / data           {}", network.data.display());
    println!(
        "  记录均为演示生成；上报数字来自文件。 / Records are generated; reported figures come from documents.\n"
    );
    print_access(network)?;
    let askable = QUESTIONS.iter().filter(|question| network.has_site_of(question.region));
    for (number, question) in askable.enumerate() {
        println!("{}. {}", number + 1, question.title);
        let answer = ask(network, question).await;
        for line in (question.summarise)(&answer["data"]) {
            println!("   {line}");
        }
        let coverage = &answer["extensions"]["coverage"];
        println!("   站点 / sites: {}/{}\n", coverage["answered"], coverage["asked"]);
    }
    let data = network.data.display();
    println!("接着可以 / next:");
    let token = if network.requires_auth { " -H \"authorization: Bearer $TOKEN\"" } else { "" };
    println!(
        "  curl -s http://{address}/graphql{token} -H 'content-type: application/json' -d '{{\"query\":\"{{ sites {{ id name state }} }}\"}}'"
    );
    println!("  编辑 {data}/sites.toml，删去一个站点，再问一次：覆盖率会说明缺了谁。");
    println!(
        "  Remove a site from {data}/sites.toml and ask again: coverage names what is missing."
    );
    println!(
        "  echo '{{ region(code: \"621100\") {{ tally {{ members }} }} }}' | cargo run --release -- plan --query - --config {data}/gateway.toml"
    );
    println!("  Ctrl-C 结束 / ends it.");
    Ok(())
}

fn print_access(network: &DemoNetwork) -> Result<(), CliError> {
    let Caller { subject, .. } = demo_analyst();
    if network.requires_auth {
        println!(
            "  请求须带令牌 / requests need a token, such as {subject}, 620000, ANALYST (12h):"
        );
        println!("  TOKEN={}", network.access.token(demo_analyst())?);
    } else {
        println!(
            "  没有令牌的请求视为省级分析人员 {subject}（620000，ANALYST）；`--require-auth` 则拒绝。"
        );
        println!(
            "  A request without a token is taken for the provincial analyst {subject} (620000, ANALYST); `--require-auth` refuses it."
        );
        println!(
            "  查询界面的“身份”可换成市、县、邻县、乡镇或公众来看。 / \"Look as\" in the explorer shows what a city, a county, its neighbour, a township or the public sees."
        );
    }
    println!("  其他身份 / other callers: {}\n", DemoAccess::token_command(&network.data));
    Ok(())
}

async fn ask(network: &DemoNetwork, question: &Question) -> Value {
    let code = question.region.unwrap_or(&network.top);
    let request = GraphqlRequest {
        query: question.document.to_owned(),
        variables: [("code".to_owned(), Value::from(code))].into_iter().collect(),
        ..GraphqlRequest::default()
    };
    let context = RequestContext {
        request_id: RequestId::generate(),
        caller: demo_analyst(),
        headers: Default::default(),
        address: None,
    };
    let response = network.gateway.execute(request, context).await;
    serde_json::from_slice(&response.body).unwrap_or(Value::Null)
}
