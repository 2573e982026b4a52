//! What the terminal shows once the demonstration runs.

use qianzhan_gateway::http::{GraphqlRequest, GraphqlService, RequestContext, RequestId};
use serde_json::Value;

use super::{DemoNetwork, QUESTIONS, Question};

/// Prints where the network is, three questions with their answers, and what to try next.
pub async fn print_welcome(network: &DemoNetwork) {
    let address = network.address;
    println!("\n千站 Qianzhan：{} 个站点 / {0} sites", network.sites.len());
    println!("  查询界面 / explorer   http://{address}/");
    println!("  GraphQL              http://{address}/graphql");
    println!("  数据 / data           {}", network.data.display());
    println!(
        "  记录均为演示生成；上报数字来自文件。 / Records are generated; reported figures come from documents.\n"
    );
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
    println!(
        "  curl -s http://{address}/graphql -H 'content-type: application/json' -d '{{\"query\":\"{{ sites {{ id name state }} }}\"}}'"
    );
    println!("  编辑 {data}/sites.toml，删去一个站点，再问一次：覆盖率会说明缺了谁。");
    println!(
        "  Remove a site from {data}/sites.toml and ask again: coverage names what is missing."
    );
    println!(
        "  echo '{{ region(code: \"621100\") {{ tally {{ members }} }} }}' | cargo run --release -- plan --query - --config {data}/gateway.toml"
    );
    println!("  Ctrl-C 结束 / ends it.");
}

async fn ask(network: &DemoNetwork, question: &Question) -> Value {
    let code = question.region.unwrap_or(&network.top);
    let request = GraphqlRequest {
        query: question.document.to_owned(),
        variables: [("code".to_owned(), Value::from(code))].into_iter().collect(),
        ..GraphqlRequest::default()
    };
    let context = RequestContext { request_id: RequestId::generate(), headers: Default::default() };
    let response = network.gateway.execute(request, context).await;
    serde_json::from_slice(&response.body).unwrap_or(Value::Null)
}
